import MIME
import MailAnalysis
import MailModel

/// How messages are checked: what the flags say, over what the file of the project says.
struct CheckSettings: Sendable {
    /// A message that reaches one of them fails.
    var failOn: [Threshold] = [.severity(.error)]
    /// Rules that are left out.
    var disabled: [RulePattern] = []
    /// The only rules that are asked; all, where there are none.
    var only: [RulePattern] = []
    /// What findings weigh, in place of what their rules say. Of two that name a rule the longer one counts.
    var severities: [RulePattern: Severity] = [:]
    /// What rules may find.
    var allowances: [RulePattern: [Allowance]] = [:]
    /// The least severity that is shown; what makes a message fail is shown anyway.
    var shown: Severity = .info

    func isLeftOut(_ id: String) -> Bool {
        disabled.contains { $0.matches(id) } || (!only.isEmpty && !only.contains { $0.matches(id) })
    }

    func severity(of id: String) -> Severity? {
        severities.filter { $0.key.matches(id) }.max { $0.key.text.utf8.count < $1.key.text.utf8.count }?.value
    }

    func allowances(of id: String) -> [Allowance] { allowances.filter { $0.key.matches(id) }.flatMap(\.value) }
}

/// The rules as somebody wants them to be.
struct CheckPolicy: Sendable {
    /// Those that are asked, in their order.
    let rules: [Rule]
    private let analyzer: Analyzer
    private let settings: CheckSettings

    init(_ settings: CheckSettings, rules all: [Rule] = Rule.all) {
        self.settings = settings
        rules = all.filter { !settings.isLeftOut($0.id) }.map { rule in
            let (severity, allowances) = (settings.severity(of: rule.id), settings.allowances(of: rule.id))
            guard severity != nil || !allowances.isEmpty else { return rule }
            return rule.adjusted(severity: severity) { place, evidence in
                allowances.contains { $0.allows(place, evidence) }
            }
        }
        analyzer = Analyzer(RuleSet(rules))
    }

    /// What speaks of the messages in a file: all rules but those that may find anything there.
    func analyzer(for file: String) -> Analyzer {
        let silent = settings.allowances.filter { $0.value.contains { $0.allows(file: file) } }.map(\.key)
        guard !silent.isEmpty else { return analyzer }
        return Analyzer(RuleSet(rules.filter { rule in !silent.contains { $0.matches(rule.id) } }))
    }
}
