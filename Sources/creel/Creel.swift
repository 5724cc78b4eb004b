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
        subcommands: [
            ServeCommand.self, CheckCommand.self, AssertCommand.self, RulesCommand.self, ParseCommand.self,
            WaitCommand.self, ImportCommand.self, ExportCommand.self, ReindexCommand.self,
            CheckStoreCommand.self, BackupCommand.self, SendCommand.self, SendmailCommand.self,
        ],
        defaultSubcommand: ServeCommand.self)

    static func main() async {
        do {
            let command = try parseAsRoot(words)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                var command = command
                try command.run()
            }
        } catch {
            end(telling: error)
        }
    }

    private static func end(telling error: any Error) -> Never {
        switch error {
        case let failure as CommandFailure:
            StandardError.write("creel: \(failure)\n")
            Glibc.exit(failure.status.rawValue)
        case _ where isWrongUseOfLinter(error):
            StandardError.write(fullMessage(for: error) + "\n")
            Glibc.exit(CheckCommand.wrongUse)
        case _ where exitCode(for: error).isSuccess: end(with: fullMessage(for: error))
        default: exit(withError: error)
        }
    }

    /// - Parameter text: Help, a version or a script for completion; or nothing.
    private static func end(with text: String) -> Never {
        do throws(CommandFailure) {
            if !text.isEmpty { try StandardOutput.write(text + "\n") }
        } catch {
            end(telling: error)
        }
        Glibc.exit(EXIT_SUCCESS)
    }

    /// What the program was asked for: links may give it the names of those it stands in for.
    private static var words: [String] {
        let words = CommandLine.arguments
        let name = words.first?.split(separator: "/").last.map(String.init)
        let role =
            switch name {
            case "sendmail": ["sendmail"]
            case "mailq": ["sendmail", "-bp"]
            case "newaliases": ["sendmail", "-bi"]
            default: [] as [String]
            }
        return role + words.dropFirst()
    }

    /// Some have the exit codes of a linter, not those of `sysexits.h`, which everything else has.
    private static func isWrongUseOfLinter(_ error: any Error) -> Bool {
        let linters = [CheckCommand.configuration, AssertCommand.configuration].map(\.commandName)
        return CommandLine.arguments.dropFirst().first.map { linters.contains($0) } ?? false
            && exitCode(for: error) == .validationFailure
    }
}
