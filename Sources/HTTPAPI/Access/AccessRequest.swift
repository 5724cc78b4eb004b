import FoundationEssentials
import HTTPTypes
import Hummingbird

/// What a request tells about where it comes from.
struct AccessRequest: Sendable {
    var method: HTTPRequest.Method = .get
    /// That of the route which answers; as it was sent where there is none.
    var path = "/"
    /// As it was sent, with its port.
    var host: String?
    /// Whether it names another host, too.
    var hasSecondHost = false
    var origin: String?
    var fetchSite: String?
    var fetchMode: String?
    var fetchDestination: String?
    var authorization: String?
    var cookie: String?

    /// Whether it leaves everything as it is.
    var isReading: Bool { method == .get || method == .head }

    /// The octets of `user:password`. RFC 7617 §2.
    var credential: [UInt8]? {
        guard let authorization, let space = authorization.firstIndex(of: " "),
            authorization[..<space].lowercased() == "basic",
            let octets = Data(base64Encoded: authorization[space...].drop { $0 == " " }.description)
        else { return nil }
        return [UInt8](octets)
    }
}

extension AccessRequest {
    /// - Parameter route: The path of the route that answers.
    init(_ request: Request, route: String? = nil) {
        self.init(
            method: request.method, path: route ?? request.uri.path, host: request.head.authority,
            hasSecondHost: request.headers.contains(.secondHost), origin: request.headers[.origin],
            fetchSite: request.headers[.secFetchSite],
            fetchMode: request.headers[.secFetchMode], fetchDestination: request.headers[.secFetchDest],
            authorization: request.headers[.authorization], cookie: request.headers[.cookie])
    }
}

extension [AccessPolicy.Credential] {
    /// Compares with all of them wholly, so that the time it takes does not tell how much was right.
    func contains(matching given: [UInt8]) -> Bool {
        reduce(false) { isFound, credential in
            let isSame = Self.isEqual(given, Array<UInt8>("\(credential.user):\(credential.password)".utf8))
            return isSame || isFound
        }
    }

    private static func isEqual(_ given: [UInt8], _ expected: [UInt8]) -> Bool {
        var difference = given.count ^ expected.count
        for index in given.indices where !expected.isEmpty {
            difference |= Int(given[index] ^ expected[index % expected.count])
        }
        return difference == 0
    }
}
