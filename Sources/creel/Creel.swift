import ArgumentParser
import Glibc

/// The program.
@main
struct Creel: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "creel",
        abstract: "A mail-capture sandbox: takes every message, delivers none, answers for all.",
        discussion: """
            Without a command, creel serves: creel --smtp 127.0.0.1:2525 is creel serve
            --smtp 127.0.0.1:2525. The settings are listed by creel serve --help.
            """,
        version: version,
        subcommands: [ServeCommand.self, CheckCommand.self, AssertCommand.self, RulesCommand.self, ParseCommand.self],
        defaultSubcommand: ServeCommand.self)

    static func main() async {
        do {
            let command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                var command = command
                try command.run()
            }
        } catch  where isWrongUseOfLinter(error) {
            StandardError.write(fullMessage(for: error) + "\n")
            Glibc.exit(CheckCommand.wrongUse)
        } catch {
            exit(withError: error)
        }
    }

    /// Some have the exit codes of a linter, not those of `sysexits.h`, which everything else has.
    private static func isWrongUseOfLinter(_ error: any Error) -> Bool {
        let linters = [CheckCommand.configuration, AssertCommand.configuration].map(\.commandName)
        return CommandLine.arguments.dropFirst().first.map { linters.contains($0) } ?? false
            && exitCode(for: error) == .validationFailure
    }
}
