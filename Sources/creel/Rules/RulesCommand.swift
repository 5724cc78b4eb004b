import ArgumentParser
import MailAnalysis

/// `creel rules`: what `creel check` looks for.
struct RulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules", abstract: "List the rules that messages are checked by.",
        discussion: "With RULE, tells all about it: what to do, who asks for it, and examples of both kinds.")

    @Argument(help: ArgumentHelp("The id of a rule, or a family: bulk.*.", valueName: "RULE"))
    var rules: [String] = []

    @Option(help: ArgumentHelp("How to write it down: text, markdown or json.", valueName: "FORMAT"))
    var format: Format = .text

    @Flag(help: "The same as --format markdown.")
    var markdown = false

    enum Format: String, CaseIterable, ExpressibleByArgument { case text, markdown, json }

    func run() throws {
        let patterns: [RulePattern]
        do throws(CheckError) {
            patterns = try rules.map { text throws(CheckError) in try RulePattern(text) }
        } catch {
            throw CommandFailure(.usage, error.description)
        }
        let chosen = Rule.all.filter { rule in patterns.isEmpty || patterns.contains { $0.matches(rule.id) } }
        try StandardOutput.write(text(of: chosen, isList: patterns.isEmpty))
    }

    private func text(of rules: [Rule], isList: Bool) -> String {
        switch markdown ? .markdown : format {
        case .text: isList ? RuleListing.table(of: rules) : rules.map(RuleListing.page).joined(separator: "\n")
        case .markdown: RuleSet(rules).markdown
        case .json: RuleListing.json(of: rules)
        }
    }
}
