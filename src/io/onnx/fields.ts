import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";

/** What takes one field of a message: how it may be stored, and what is done with it. */
interface FieldReader {
  readonly wires: readonly WireType[];
  readonly read: (reader: BinaryReader, wire: WireType) => void;
}

/** What takes the fields of a message, by their numbers. */
export type FieldReaders = Readonly<Record<number, FieldReader>>;

/** Goes through the fields of a message; those without a reader are skipped. */
export function readFields(bytes: Uint8Array, readers: FieldReaders): void {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    const taken = readers[field];
    if (taken === undefined) reader.skip(wire, field);
    else if (taken.wires.includes(wire)) taken.read(reader, wire);
    else throw new Error(`field ${field} stored in a way that it has not`);
  }
}

const { Varint, LengthDelimited, Bit32 } = WireType;

/** Bytes of the file itself: a text, a message or numbers. Nothing is copied. */
export function bytesField(use: (bytes: Uint8Array) => void): FieldReader {
  return { wires: [LengthDelimited], read: (reader) => use(reader.bytes()) };
}

export function textField(use: (text: string) => void): FieldReader {
  return { wires: [LengthDelimited], read: (reader) => use(reader.string()) };
}

export function integerField(use: (integer: number) => void): FieldReader {
  return { wires: [Varint], read: (reader) => use(readInteger(reader)) };
}

/** Integers, each by itself or all in one piece. */
export function integersField(use: (integer: number) => void): FieldReader {
  return inOneOrMany((reader) => use(readInteger(reader)));
}

export function floatField(use: (float: number) => void): FieldReader {
  return { wires: [Bit32], read: (reader) => use(reader.float()) };
}

/** Integers of any size as the nearest numbers, each by itself or all in one piece. */
export function numbersField(use: (integer: number) => void): FieldReader {
  return inOneOrMany((reader) => use(Number(reader.int64())));
}

/** The bytes of float32 numbers, each by itself or all in one piece. */
export function floatsField(use: (bytes: Uint8Array) => void): FieldReader {
  return {
    wires: [Bit32, LengthDelimited],
    read(reader, wire) {
      use(wire === LengthDelimited ? reader.bytes() : reader.skip(wire));
    },
  };
}

function inOneOrMany(readOne: (reader: BinaryReader) => void): FieldReader {
  return {
    wires: [Varint, LengthDelimited],
    read(reader, wire) {
      if (wire === Varint) return readOne(reader);
      const packed = new BinaryReader(reader.bytes());
      while (packed.pos < packed.len) readOne(packed);
    },
  };
}

function readInteger(reader: BinaryReader): number {
  const integer = Number(reader.int64());
  if (Number.isSafeInteger(integer)) return integer;
  throw new Error(`the integer ${integer}`);
}
