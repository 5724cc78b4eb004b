// What differs between two lists of lines.

/** Lines of each side; the table takes the product of them. */
export const mostLines = 1500;

/** @returns {{sign: string, line: string}[]} by the longest common subsequence */
export function difference(before, after) {
  const [a, b] = [before.slice(0, mostLines), after.slice(0, mostLines)];
  const wide = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * wide);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i * wide + j] = a[i] === b[j] ? lengths[(i + 1) * wide + j + 1] + 1
        : Math.max(lengths[(i + 1) * wide + j], lengths[i * wide + j + 1]);
    }
  }
  const lines = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const sign = a[i] === b[j] ? " " : j >= b.length || (i < a.length && lengths[(i + 1) * wide + j] >= lengths[i * wide + j + 1]) ? "-" : "+";
    lines.push({ sign, line: sign === "+" ? b[j] : a[i] });
    if (sign !== "+") i += 1;
    if (sign !== "-") j += 1;
  }
  return lines;
}
