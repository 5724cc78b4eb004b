import ArgumentParser

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
        version: version, subcommands: [ServeCommand.self, ParseCommand.self], defaultSubcommand: ServeCommand.self)
}
