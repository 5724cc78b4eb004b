/// A host that links lead to, and what rules ask about it. Each answer is looked for once, however many links lead there.
final class LinkedHost {
    let host: Host

    init(_ host: Host) { self.host = host }

    var name: String { host.name }

    /// The registered part of the name.
    private(set) lazy var organization = host.organization
    /// Means a machine that receivers do not reach: a local one, or one of an environment that is not for customers.
    private(set) lazy var isUnreachable = host.isLocal || host.address == nil && isOfStage
    private(set) lazy var isShortener = HostLists.isShortener(host.name)
    private(set) lazy var isOpenHosting = HostLists.isOpenHosting(host.name)
    /// A label that is not what it looks like.
    private(set) lazy var deceptiveLabel = host.address == nil ? Homograph.deceptiveLabel(in: host.name) : nil
}

extension LinkedHost {
    private var isOfStage: Bool {
        host.domain.labels.dropLast(2).contains { label in
            Self.stages.contains(label) || label.split(separator: "-").contains { Self.plainStages.contains($0) }
        }
    }

    /// Labels of environments that are not for customers.
    private static let stages: Set<Substring> = [
        "staging", "stage", "stg", "dev", "development", "test", "testing", "qa", "uat", "preprod", "preview",
        "sandbox", "localhost", "int", "integration", "develop",
    ]

    /// Those that mean nothing else even beside another word, as in `www-staging`.
    private static let plainStages: Set<Substring> = ["staging", "stg", "dev", "uat", "qa", "preprod"]
}

/// The hosts of one message, each once.
struct LinkedHosts {
    private var byName: [String: LinkedHost] = [:]
    private var latest: LinkedHost?

    mutating func host(of address: WebAddress) -> LinkedHost? {
        guard let host = address.host else { return nil }
        // What differs in spelling only is told apart, as rules blame the spelling.
        if let latest, latest.host == host { return latest }
        let known = byName[host.name].flatMap { $0.host == host ? $0 : nil } ?? LinkedHost(host)
        byName[host.name] = known
        latest = known
        return known
    }
}
