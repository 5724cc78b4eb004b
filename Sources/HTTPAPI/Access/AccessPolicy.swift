import HTTPTypes

/// Who may ask, and from where.
///
/// The API reads mail and needs no more than a URL for it, so three doors are kept shut: a page of another origin
/// that sends requests, a foreign name that resolves to our address (DNS rebinding), and, where others can connect,
/// anybody without credentials.
package struct AccessPolicy: Sendable {
    /// Who may come in over HTTP Basic authentication. RFC 7617. Printing one never shows the password.
    package struct Credential: Sendable, CustomStringConvertible, CustomReflectable {
        package var user: String
        package var password: String

        package init(user: String, password: String) {
            (self.user, self.password) = (user, password)
        }

        package var description: String { "\(user):…" }

        package var customMirror: Mirror { Mirror(self, children: ["user": user]) }
    }

    /// Names besides our addresses and `localhost` that a request may give in `Host`, without a port.
    package var allowedHosts: [String]
    /// When empty, anybody who can connect may come in.
    package var credentials: [Credential]

    package init(allowedHosts: [String] = [], credentials: [Credential] = []) {
        (self.allowedHosts, self.credentials) = (allowedHosts.map { HostName($0).text }, credentials)
    }

    /// Refuses to serve others than this machine without credentials. Called before anything is bound.
    package func validate(binding: HTTPBinding) throws(AccessError) {
        guard !credentials.isEmpty || HostName(binding.host).isLoopback else {
            throw .openToOthers(binding)
        }
    }

    /// Why a request that came in at `binding` is turned away; `nil` when it is welcome.
    func refusal(of request: AccessRequest, at binding: HTTPBinding) -> Problem? {
        refusalOfHost(request, at: binding) ?? refusalOfOrigin(request) ?? refusalOfStranger(request)
    }

    private func refusalOfHost(_ request: AccessRequest, at binding: HTTPBinding) -> Problem? {
        guard !request.hasSecondHost else {
            return Problem(status: .badRequest, detail: "The request has more than one Host. RFC 9112 §3.2")
        }
        guard !Self.openPaths.contains(request.path) else { return nil }
        guard let host = request.host, !host.isEmpty else {
            return Problem(status: .badRequest, detail: "The request has no Host. RFC 9112 §3.2")
        }
        guard let name = HostName(authority: host) else {
            return Problem(status: .badRequest, detail: "Host \(host) is no name and port. RFC 9110 §7.2")
        }
        guard !isOurs(name, at: HostName(binding.host)) else { return nil }
        return Problem(
            status: .misdirectedRequest,
            detail: "Host \(host) is none of ours; use the address, localhost, or add the name to the allowed hosts",
            members: ["host": host])
    }

    private func isOurs(_ name: HostName, at bound: HostName) -> Bool {
        name.isLoopback || name == bound || (bound.isWildcard && name.isAddress) || allowedHosts.contains(name.text)
    }

    /// Browsers tell the origin of requests that scripts and forms make, and newer ones of all requests.
    private func refusalOfOrigin(_ request: AccessRequest) -> Problem? {
        let host = request.host?.lowercased() ?? ""
        if let origin = request.origin?.lowercased(), !["http://\(host)", "https://\(host)"].contains(origin) {
            return Problem(
                status: .forbidden, detail: "Pages of \(origin) may not use this server", members: ["origin": origin])
        }
        guard let site = request.fetchSite, ["cross-site", "same-site"].contains(site) else { return nil }
        // A link that a person follows shows our page in a window of its own, and nobody else reads it. To nothing but
        // the page: what the API serves, above all mail, shows only where somebody asked us for it.
        let isNavigation = request.fetchMode == "navigate" && request.fetchDestination == "document"
        if request.isReading, isNavigation, request.path == "/" { return nil }
        return Problem(
            status: .forbidden, detail: "Pages of other origins may not use this server (Sec-Fetch-Site: \(site))")
    }

    /// Health tells nothing, and what asks for it seldom has credentials and calls us by whatever name it has for us.
    private static let openPaths = ["/livez", "/readyz"]

    private func refusalOfStranger(_ request: AccessRequest) -> Problem? {
        guard !credentials.isEmpty, !Self.openPaths.contains(request.path) else { return nil }
        guard let credential = request.credential, credentials.contains(matching: credential) else {
            return Problem(
                status: .unauthorized, detail: "This server asks for a user name and a password",
                headers: [.wwwAuthenticate: #"Basic realm="Creel", charset="UTF-8""#])
        }
        return nil
    }
}

/// Why a binding is refused.
package enum AccessError: Error, Equatable, CustomStringConvertible {
    /// Others could connect and would need no credentials.
    case openToOthers(HTTPBinding)

    package var description: String {
        switch self {
        case .openToOthers(let binding):
            "HTTP at \(binding) would show all mail to anybody who can reach it: "
                + "set --http-credentials USER:PASSWORD, or bind to 127.0.0.1:\(binding.port)"
        }
    }
}
