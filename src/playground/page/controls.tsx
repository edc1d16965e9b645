import type { JSX } from "preact";
import {
  choices,
  type DataName,
  limits,
  type OptimizerName,
  type Settings,
  type StartName,
  usualEpochs,
  usualRates,
} from "../settings.ts";
import type { Client } from "./client.ts";

const rates = [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1];
const widths = [8, 16, 32, 64, 128];

/** Everything that can be chosen. A choice begins anew, and stands in the address. */
export function Controls({ client }: { readonly client: Client }): JSX.Element {
  const settings = client.settings.value;
  const table = client.table.value;
  const set = (changed: Partial<Settings>): void => client.change(changed);
  const numbers = (list: readonly number[], value: number): Record<string, string> =>
    Object.fromEntries(
      [...new Set([...list, value])].sort((a, b) => a - b).map((each) => [`_${each}`, `${each}`]),
    );
  const { table: own, ...shipped } = choices.data;

  return (
    <form class="controls" onSubmit={(event) => event.preventDefault()}>
      <Choice
        label="Data"
        value={settings.data}
        options={
          table
            ? { ...shipped, table: table.name }
            : settings.data === "table"
              ? { ...shipped, table: own }
              : shipped
        }
        onChange={(data) => set(usualFor(data as DataName, settings))}
      />
      {settings.data === "table" && table && (
        <Choice
          label="Column to tell"
          value={settings.label}
          options={Object.fromEntries(table.columns.map((name) => [name, name]))}
          onChange={(label) => set({ label })}
        />
      )}
      {(["left", "right"] as const).map((side) => (
        <Choice
          key={side}
          label={side === "left" ? "Left net" : "Right net"}
          side={side}
          value={settings[side]}
          options={choices.left}
          onChange={(start) => set({ [side]: start as StartName })}
        />
      ))}
      <Slider
        label="Hidden layers"
        value={settings.depth}
        {...limits.depth}
        onChange={(depth) => set({ depth })}
      />
      <Choice
        label="Units in each"
        value={`_${settings.width}`}
        options={numbers(widths, settings.width)}
        onChange={(width) => set({ width: Number(width.slice(1)) })}
      />
      <Choice
        label="Units are"
        value={settings.activation}
        options={choices.activation}
        onChange={(activation) => set({ activation: activation as Settings["activation"] })}
      />
      <Choice
        label="Optimizer"
        value={settings.optimizer}
        options={choices.optimizer}
        onChange={(optimizer) =>
          set({ optimizer: optimizer as OptimizerName, rate: usualRates[optimizer as OptimizerName] })
        }
      />
      <Choice
        label="Learning rate"
        value={`_${settings.rate}`}
        options={numbers(rates, settings.rate)}
        onChange={(rate) => set({ rate: Number(rate.slice(1)) })}
      />
      <Slider
        label="Epochs for each RBM"
        value={settings.pretraining}
        min={1}
        max={Math.max(30, settings.pretraining)}
        onChange={(pretraining) => set({ pretraining })}
      />
      <Slider
        label="Epochs of training"
        value={settings.epochs}
        min={5}
        max={Math.max(300, settings.epochs)}
        step={5}
        onChange={(epochs) => set({ epochs })}
      />
      <Choice
        label="Pace"
        value={settings.pace}
        options={choices.pace}
        onChange={(pace) => set({ pace: pace as Settings["pace"] })}
      />
      <div class="field buttons">
        <button type="button" onClick={() => set({ seed: (settings.seed + 1) % limits.seed.max })}>
          Another seed (now {settings.seed})
        </button>
      </div>
      <label class="field drop">
        <span>Your own table (CSV): choose it, or drop it anywhere. It stays in this page.</span>
        <input
          type="file"
          accept=".csv,.tsv,.txt,text/csv"
          onChange={({ currentTarget }) => {
            const file = currentTarget.files?.[0];
            if (file) void client.read(file);
            currentTarget.value = "";
          }}
        />
      </label>
    </form>
  );
}

/** What is changed with the data. RBMs have little to learn of two numbers, so another start stands for them there. */
function usualFor(data: DataName, { right }: Settings): Partial<Settings> {
  const isPlane = data !== "digits" && data !== "table";
  const other = isPlane && right === "pretrained" ? "isometric" : right;
  return { data, epochs: usualEpochs[data], right: data === "digits" ? "pretrained" : other };
}

function Choice(props: {
  readonly label: string;
  readonly value: string;
  readonly options: Readonly<Record<string, string>>;
  readonly side?: "left" | "right";
  readonly onChange: (value: string) => void;
}): JSX.Element {
  const { label, value, options, side, onChange } = props;
  return (
    <label class={side ? `field ${side}` : "field"}>
      <span>{label}</span>
      <select value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {Object.entries(options).map(([name, text]) => (
          <option key={name} value={name} selected={name === value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

function Slider(props: {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly onChange: (value: number) => void;
}): JSX.Element {
  const { label, value, min, max, step = 1, onChange } = props;
  return (
    <label class="field">
      <span>
        {label}: <b>{value}</b>
      </span>
      <input
        type="range"
        {...{ min, max, step, value }}
        onChange={({ currentTarget }) => onChange(Number(currentTarget.value))}
      />
    </label>
  );
}
