import FoundationEssentials
import MIME

/// The address of a running Creel, and a query: `http://127.0.0.1:8025/?q=to:alice`.
struct ServerURL: Hashable, Sendable {
    /// It is asked over TLS. RFC 9110 §4.2.2.
    let isSecure: Bool
    let host: String
    let port: Int
    /// `q` and `inbox`, as the list of the server takes them; still encoded.
    let query: String
    /// `user:password`, encoded for the field `Authorization`. RFC 7617 §2.
    let credentials: String?

    /// - Throws: For whatever is no `http` or `https` URL of a page with a list.
    init(_ text: String) throws(Refusal) {
        guard let url = URLComponents(string: text), let host = url.host, !host.isEmpty else {
            throw Self.refusal(of: text, "it is no URL")
        }
        let scheme = url.scheme?.lowercased()
        guard scheme == "http" || scheme == "https" else {
            throw Self.refusal(of: text, "only http:// and https:// are understood")
        }
        guard ["", "/", "/api/messages"].contains(url.path) else {
            throw Self.refusal(of: text, "give the address of a server and a query, such as \(Self.example)")
        }
        let items = url.percentEncodedQueryItems ?? []
        if let unknown = items.first(where: { !["q", "inbox"].contains($0.name) }) {
            throw Self.refusal(of: text, "\(unknown.name) is none of q and inbox")
        }
        self.host = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        isSecure = scheme == "https"
        port = url.port ?? (isSecure ? 443 : 80)
        query = items.map { "\($0.name)=\($0.value ?? "")" }.joined(separator: "&")
        credentials = url.user.map { Data("\($0):\(url.password ?? "")".utf8).base64EncodedString() }
    }

    /// The value of `q` or `inbox`, decoded.
    subscript(name: String) -> String? {
        let pairs = query.split(separator: "&").map { $0.split(separator: "=", maxSplits: 1) }
        guard let pair = pairs.first(where: { $0.first == name[...] }), pair.count > 1 else { return nil }
        let text = pair[1].split(separator: "+", omittingEmptySubsequences: false).joined(separator: " ")
        return String(decoding: PercentEncoding.decode(Array(text.utf8)[...]), as: UTF8.self)
    }

    static let example = "http://127.0.0.1:8025/?q=to:alice"

    /// Why a text is no such URL, as a sentence with it.
    struct Refusal: Error, CustomStringConvertible {
        let description: String
    }

    private static func refusal(of text: String, _ reason: String) -> Refusal {
        Refusal(description: "cannot ask \(text.escapingControls()): \(reason)")
    }

    /// What stands in the field `Host`, and between scheme and path.
    var authority: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// What stands before the path. RFC 6454 §6.
    var origin: String { "http\(isSecure ? "s" : "")://\(authority)" }
}

extension ServerURL: CustomStringConvertible {
    /// Without credentials.
    var description: String { "\(origin)/\(query.isEmpty ? "" : "?")\(query)" }
}
