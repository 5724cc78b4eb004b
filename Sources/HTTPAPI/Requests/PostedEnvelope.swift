import HTTPTypes
import MIME
import MailModel
import MailProtocols

/// The envelope that a client gives a message it posts, as far as it does; the same is taken as over SMTP.
struct PostedEnvelope: Sendable {
    private let reversePath: String?
    private let forwardPaths: [String]
    private let limits: HTTPLimits

    /// The parameters that it reads: `from` once and `to` any number of times.
    static let parameters = ["from", "to"]

    /// An empty `from` is the null path.
    init(_ parameters: QueryParameters, limits: HTTPLimits) throws(Problem) {
        self.limits = limits
        reversePath = try parameters.text("from").map { text throws(Problem) in
            try Self.read("from", text) { path throws(Reply) in
                try ReversePath(parsing: path, limit: limits.path, policy: limits.paths).description
            }
        }
        forwardPaths = try parameters.all("to").map { text throws(Problem) in
            try Self.read("to", text) { path throws(Reply) in
                try ForwardPath(parsing: path, limit: limits.path, policy: limits.paths).description
            }
        }
        guard forwardPaths.count <= limits.recipients else {
            throw .badParameter(
                "to", "\(forwardPaths.count) times",
                allowed: "at most \(limits.recipients) paths; raise --max-recipients")
        }
    }

    private static func read(
        _ name: String, _ path: String, _ read: (String) throws(Reply) -> String
    ) throws(Problem) -> String {
        do throws(Reply) {
            return try read(path)
        } catch {
            throw .badParameter(
                name, path, allowed: "an address such as alice@example.com: \(error.lines.joined(separator: " "))")
        }
    }

    /// What is not given is taken from `From`, `To` and `Cc`, as far as it can be a path.
    ///
    /// - Throws: `400` when these name more recipients than a message may have.
    func completed(from header: @autoclosure () -> Header) throws(Problem) -> Envelope {
        if let reversePath, !forwardPaths.isEmpty {
            return Envelope(reversePath: reversePath, forwardPaths: forwardPaths)
        }
        let header = header()
        let derived = forwardPaths.isEmpty ? limits.forwardPaths(of: header) : forwardPaths
        guard derived.count <= limits.recipients else {
            throw Problem(
                status: .badRequest,
                detail: "To and Cc name \(derived.count) recipients, at most \(limits.recipients) are taken; "
                    + "give those that are meant as to=, or raise --max-recipients",
                members: ["limit": limits.recipients])
        }
        return Envelope(reversePath: reversePath ?? limits.reversePath(of: header) ?? "", forwardPaths: derived)
    }
}

extension HTTPLimits {
    /// Those that `To` and `Cc` name, as far as they can be forward-paths: all, where a list shows the first hundred.
    func forwardPaths(of header: Header) -> [String] {
        forwardPaths(among: ["to", "cc"].flatMap { header.addresses(of: $0).addresses }.map(\.address))
    }

    /// The first address of `From`, where it can be a reverse-path.
    func reversePath(of header: Header) -> String? {
        header.addresses(of: "from", limit: 1).addresses.first.flatMap { reversePath($0.address) }
    }

    /// Those of the texts that can be forward-paths, without source routes. What stands in a header, or in a file that
    /// anybody may have written, is mostly no address where it is not strictly one.
    func forwardPaths(among texts: [String], policy: PathPolicy = .strict) -> [String] {
        texts.compactMap { try? ForwardPath(parsing: $0, limit: path, policy: policy).description }
    }

    /// The text as a reverse-path; `nil` where it can be none.
    func reversePath(_ text: String, policy: PathPolicy = .strict) -> String? {
        (try? ReversePath(parsing: text, limit: path, policy: policy))?.description
    }
}
