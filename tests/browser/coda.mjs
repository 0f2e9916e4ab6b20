// A statement as a bank sends it, CODA by Febelfin, with one movement that names no reference.

// Columns are counted from one.
const line = (...parts) => parts.reduce((text, [column, part]) => text.padEnd(column - 1) + part, '').padEnd(128) + '\r\n';
export const coda = (cents, number, payer) => {
  const milli = String(cents * 10).padStart(15, '0');
  return [
    line([1, '0000021032620105'], [128, '2']),
    line([1, '12061BE68539007547034'], [40, 'EUR'], [43, '0' + '0'.repeat(15) + '200326'], [126, number]),
    line([1, '2100010000REF1'], [32, `0${milli}210326001500000FACTUUR`], [116, '21032606100 0']),
    line([1, '2300010000BE71096123456769'], [48, payer], [126, '0 0']),
    line([1, `8${number}BE68539007547034`], [39, 'EUR'], [42, `0${milli}210326`], [128, '0']),
    line([1, '9'], [17, '000004' + '0'.repeat(15) + milli], [128, '2']),
  ].join('');
};
