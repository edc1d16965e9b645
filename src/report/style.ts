/** The style of a report: one column on a phone, two columns of figures on a desk, light and dark, and on paper. */
export const STYLE = `
:root { color-scheme: light dark; --ground: #fdfdfb; --text: #1c1d1f; --soft: #5c6066; --line: #d9dadc; --panel: #f1f1ec; --shade: rgb(0 0 0 / .22);
  --yes: #14723a; --no: #b3261e; --open: #7a5b00; }
@media (prefers-color-scheme: dark) { :root { --ground: #16181b; --text: #e7e8ea; --soft: #a2a7ae; --line: #363a40;
  --panel: #24282d; --shade: rgb(255 255 255 / .25); --yes: #6fd39a; --no: #ff9d94; --open: #e8c25a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 17px/1.6 system-ui, sans-serif; }
main { max-width: 64rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.25; margin: 0 0 .5rem; text-wrap: balance; }
h2 { font-size: 1.3rem; margin: 3rem 0 .75rem; } h3 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
p, ol { max-width: 46rem; }
.lead { color: var(--soft); margin-top: 0; }
.answer { font-size: 1.35rem; line-height: 1.4; font-weight: 600; border-left: 4px solid #5555ff; padding: .2rem 0 .2rem 1rem;
  margin: 1.25rem 0; max-width: 46rem; text-wrap: pretty; }
.scope, .hint, small { color: var(--soft); font-size: .85rem; line-height: 1.45; }
.cures { font-size: 1rem; margin: 1rem 0 .5rem; } .cures th { white-space: normal; } .cures td { white-space: nowrap; }
.cures tbody th { font-weight: 400; padding-right: 1.5rem; } .cures small { display: block; font-size: .78rem; overflow-wrap: anywhere; }
.cures .asked > * { font-weight: 650; background: var(--panel); } .cures :is(td, thead th):last-child { text-align: right; padding-right: .3rem; }
.answers { list-style: none; padding: 0; max-width: 46rem; } .answers > li { padding: .55rem 0; border-top: 1px solid var(--line); }
.answers strong { font-weight: 600; } .id { color: var(--soft); font-size: .78rem; white-space: nowrap; text-decoration-color: var(--line); }
.supported { color: var(--yes); } .refuted { color: var(--no); } .not-settled { color: var(--open); }
details { margin: .4rem 0; } summary { cursor: pointer; padding: .3rem 0; } .claim { border-top: 1px solid var(--line); }
.wide { overflow-x: auto; margin: .6rem 0; background:
  linear-gradient(to right, var(--ground) 30%, transparent) 0 0 / 2.5rem 100% no-repeat local,
  linear-gradient(to left, var(--ground) 30%, transparent) 100% 0 / 2.5rem 100% no-repeat local,
  linear-gradient(to right, var(--shade), transparent) 0 0 / 1rem 100% no-repeat scroll,
  linear-gradient(to left, var(--shade), transparent) 100% 0 / 1rem 100% no-repeat scroll; }
.hint { display: none; margin: .6rem 0 0; }
@media (max-width: 46rem) { .hint { display: block; } }
@media (max-width: 30rem) { main { padding: 1.25rem 1rem 3rem; } h1 { font-size: 1.5rem; } .answer { font-size: 1.2rem; }
  .cures { font-size: .9rem; width: 100%; } .cures td:not(:first-child), .cures thead th:not(:first-child) { white-space: normal; } .cures tbody th, .cures td { padding-right: .5rem; } }
table { border-collapse: collapse; font-size: .85rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .3rem .9rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td:not(:first-child), thead th:not(:first-child) { white-space: nowrap; } .between { color: var(--soft); }
.effects td:first-child { min-width: 14rem; }
thead th { color: var(--soft); font-weight: 500; } tbody th { font-weight: 500; white-space: nowrap; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 27rem), 1fr)); gap: 2rem 2.5rem; }
figure { margin: 0; break-inside: avoid; } figure svg { max-width: 100%; height: auto; }
figure img { width: 100%; max-width: 30rem; image-rendering: pixelated; border-radius: 3px; }
figcaption { color: var(--soft); font-size: .88rem; line-height: 1.45; max-width: 34rem; }
pre { background: var(--panel); padding: .8rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere; font-size: .85rem; }
.legend { margin: .4rem 0 0; font-size: .8rem; } .legend dt { float: left; clear: left; font-weight: 600; margin-right: .4rem; }
.legend dt::after { content: ":"; } .legend dd { margin: 0; }
.warnings { color: var(--open); }
@media print { :root { --ground: #fff; } body { font-size: 10.5pt; } main { padding: 0; max-width: none; } .figures { grid-template-columns: 1fr 1fr; gap: 1rem 1.5rem; }
  figure svg { max-height: 6cm; } figcaption { font-size: 8.5pt; } .legend { font-size: 8pt; }
  h2, h3 { break-after: avoid; } li, tr { break-inside: avoid; } a { text-decoration: none; } .hint { display: none; }
  .wide { overflow: visible; background: none; } .wide table { font-size: 7.5pt; } .wide th, .wide td { padding-right: .4rem; white-space: normal; }
  details::details-content { content-visibility: visible; block-size: auto; } }
`;
