/** The style of a report: one column on a phone, two columns of figures on a desk, light and dark, and on paper. */
export const STYLE = `
:root { color-scheme: light dark; --ground: #fdfdfb; --text: #1c1d1f; --soft: #5c6066; --line: #d9dadc; --panel: #f4f4f0;
  --yes: #14723a; --no: #b3261e; --open: #7a5b00; }
@media (prefers-color-scheme: dark) { :root { --ground: #16181b; --text: #e7e8ea; --soft: #a2a7ae; --line: #363a40;
  --panel: #1f2226; --yes: #6fd39a; --no: #ff9d94; --open: #e8c25a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 17px/1.6 system-ui, sans-serif; }
main { max-width: 64rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.25; margin: 0 0 .5rem; text-wrap: balance; }
h2 { font-size: 1.3rem; margin: 3rem 0 .75rem; } h3 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
p, ol { max-width: 46rem; }
.lead { color: var(--soft); margin-top: 0; }
.answer { background: var(--panel); border-left: 4px solid #0072b2; padding: .75rem 1.25rem; margin: 1.5rem 0; max-width: 46rem; }
.answer p { margin: .5rem 0; }
.claims { list-style: none; padding: 0; max-width: none; }
.claims > li { border-top: 1px solid var(--line); padding: .9rem 0; }
.claims p { margin: .2rem 0; }
.verdict { display: inline-block; font-size: .8rem; font-weight: 600; border: 1px solid currentColor; border-radius: 1rem;
  padding: .05rem .6rem; margin-right: .35rem; white-space: nowrap; }
.supported { color: var(--yes); } .refuted { color: var(--no); } .not-settled { color: var(--open); }
.wide { overflow-x: auto; margin: .6rem 0; }
table { border-collapse: collapse; font-size: .85rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .3rem .9rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
.verdicts td:last-child { white-space: normal; } .verdicts a { color: inherit; }
td:not(:first-child), thead th:not(:first-child) { white-space: nowrap; }
thead th { color: var(--soft); font-weight: 500; } tbody th { font-weight: 500; white-space: nowrap; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 27rem), 1fr)); gap: 2rem 2.5rem; }
figure { margin: 0; break-inside: avoid; } figure svg { width: 100%; height: auto; max-width: 34rem; }
figure img { width: 100%; max-width: 30rem; image-rendering: pixelated; border-radius: 3px; }
figcaption { color: var(--soft); font-size: .88rem; line-height: 1.45; max-width: 34rem; }
pre { background: var(--panel); padding: .8rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere; font-size: .85rem; }
.warnings { color: var(--open); }
@media print { body { font-size: 11pt; } main { padding: 0; } .figures { grid-template-columns: 1fr 1fr; gap: 1rem 1.5rem; }
  h2, h3 { break-after: avoid; } .claims > li, tr { break-inside: avoid; } .verdicts a { text-decoration: none; }
  .wide { overflow: visible; } table { font-size: 8pt; } th, td { padding-right: .5rem; }
  thead th:not(:first-child) { white-space: normal; } }
`;
