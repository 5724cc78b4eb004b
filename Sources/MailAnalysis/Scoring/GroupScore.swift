import MailModel

/// How good a message is in one respect: 100 less what its findings cost.
package struct GroupScore: Sendable, Encodable {
    package let group: Group
    /// 0…100
    package let score: Int
    /// Every finding of the group that costs something, in the order of the rules.
    package let deductions: [Deduction]

    package enum Group: String, Sendable, CaseIterable, Encodable {
        case structure, clientSupport, accessibility, size

        /// The categories whose findings it counts.
        package var categories: [Category] {
            switch self {
            case .structure: [.headers, .addresses, .structure, .encoding, .html]
            case .clientSupport: [.clientSupport]
            case .accessibility: [.accessibility]
            case .size: [.size]
            }
        }

        /// Rules of other categories that belong here as well.
        package var rules: [String] {
            switch self {
            case .structure: []
            case .clientSupport: ["html.extcss", "html.style.16k", "img.dataurl", "img.format"]
            case .accessibility: ["img.alt"]
            case .size: ["html.bloat"]
            }
        }
    }

    package struct Deduction: Sendable, Encodable {
        package let rule: String
        package let points: Int
    }

    init(_ group: Group, of findings: [Finding]) {
        let own = findings.filter { group.categories.contains($0.category) || group.rules.contains($0.rule) }
        self.group = group
        deductions = own.map { Deduction(rule: $0.rule, points: $0.severity.cost) }
        score = max(0, deductions.reduce(100) { $0 - $1.points })
    }

    static func all(of findings: [Finding]) -> [GroupScore] {
        Group.allCases.map { GroupScore($0, of: findings) }
    }
}

extension Severity {
    /// What a finding takes from the score of its group.
    fileprivate var cost: Int {
        switch self {
        case .info: 2
        case .warning: 10
        case .error: 25
        }
    }
}
