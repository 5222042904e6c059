// Says what the benches print and what breaks, and nothing else.
import type { FullResult, Reporter, TestCase, TestResult } from "@playwright/test/reporter";

export default class Plain implements Reporter {
  onStdOut(piece: string | Buffer): void {
    process.stdout.write(piece);
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    for (const { message, stack } of result.errors) process.stdout.write(`${test.title}: ${stack ?? message ?? ""}\n`);
  }

  onEnd({ status }: FullResult): void {
    if (status !== "passed") process.stdout.write(`bench: ${status}\n`);
  }
}
