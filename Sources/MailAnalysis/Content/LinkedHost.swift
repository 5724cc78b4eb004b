/// A host that links lead to, and what rules ask about it. Each answer is looked for once, however many links lead there.
final class LinkedHost {
    let host: Host

    init(_ host: Host) { self.host = host }

    var name: String { host.name }

    /// The registered part of the name.
    private(set) lazy var organization = host.organization
    /// Means a machine that receivers do not reach: a local one, or one of an environment that is not for customers.
    private(set) lazy var isUnreachable = host.isLocal || host.address == nil && host.domain.isStaged
    private(set) lazy var isShortener = HostLists.isShortener(host.name)
    private(set) lazy var isOpenHosting = HostLists.isOpenHosting(host.name)
    /// A label that is not what it looks like.
    private(set) lazy var deceptiveLabel = host.address == nil ? Homograph.deceptiveLabel(in: host.name) : nil
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
