import Hummingbird
import Intake
import MailModel
import MailStorage

/// The query of a URL, checked: only known parameters, each once unless it may repeat.
///
/// Read as browsers and client libraries write it: `+` and `%20` are spaces. WHATWG URL §5.1.
struct QueryParameters: Sendable {
    private var values: [String: [String]] = [:]
    private let isWriting: Bool

    /// - Parameters:
    ///   - names: What the route takes.
    ///   - repeatable: Which of them may come more than once.
    init(_ request: Request, _ names: [String], repeatable: Set<String> = []) throws(Problem) {
        isWriting = request.method != .get && request.method != .head
        for pair in (request.uri.query ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = try Self.decode(parts[0])
            let value = try Self.decode(parts.count > 1 ? parts[1] : "", of: name)
            guard names.contains(name) else { throw .unknownParameter(name, value, known: names) }
            guard values[name] == nil || repeatable.contains(name) else { throw .repeatedParameter(name, value) }
            values[name, default: []].append(value)
        }
    }

    /// What a body says in place of a URL: the same names with the same meaning.
    init(_ texts: [String: String], _ names: [String]) throws(Problem) {
        isWriting = false
        for (name, value) in texts {
            guard names.contains(name) else { throw .unknownParameter(name, value, known: names) }
            values[name] = [value]
        }
    }

    /// - Parameter name: Whose value it is; `nil` for a name.
    private static func decode(
        _ text: Substring, of name: String? = nil, plusIsSpace: Bool = true
    ) throws(Problem) -> String {
        var octets: [UInt8] = []
        var rest = text.utf8[...]
        while let octet = rest.popFirst() {
            switch octet {
            case UInt8(ascii: "+") where plusIsSpace: octets.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let decoded = UInt8(hexadecimal: rest.prefix(2)) else { throw .badEncoding(text, of: name) }
                octets.append(decoded)
                rest = rest.dropFirst(2)
            default: octets.append(octet)
            }
        }
        guard let decoded = String(validating: octets, as: UTF8.self) else { throw .badEncoding(text, of: name) }
        return decoded
    }

    /// `nil` when the parameter is absent.
    func text(_ name: String) -> String? { values[name]?.first }

    func all(_ name: String) -> [String] { values[name] ?? [] }

    func integer(_ name: String, in range: ClosedRange<Int>) throws(Problem) -> Int? {
        guard let text = text(name) else { return nil }
        guard let value = Int(text), range.contains(value) else {
            throw .badParameter(name, text, allowed: "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// A value that reads itself from text.
    func value<Value: LosslessStringConvertible>(
        _ name: String, as type: Value.Type, allowed: String
    ) throws(Problem) -> Value? {
        guard let text = text(name) else { return nil }
        guard let value = Value(text) else { throw .badParameter(name, text, allowed: allowed) }
        return value
    }

    func inbox() throws(Problem) -> InboxName? {
        guard let text = text("inbox") else { return nil }
        return try Self.inbox(text)
    }

    /// An inbox that a path names, where a plus sign is one.
    static func inbox(fromPath text: String) throws(Problem) -> InboxName {
        try inbox(try decode(text[...], of: "inbox", plusIsSpace: false))
    }

    private static func inbox(_ text: String) throws(Problem) -> InboxName {
        guard let inbox = InboxName(text) else {
            throw .badParameter("inbox", text, allowed: "a name: \(InboxName.allowed)")
        }
        return inbox
    }

    /// What `inbox` and `q` ask for.
    ///
    /// An empty `q` asks for everything, but not to be deleted or marked: it comes from variables that are unset by mistake.
    ///
    /// - Parameter now: The moment to which ages in `q` refer.
    func messageQuery(at now: Timestamp = .now()) throws(Problem) -> MessageQuery {
        do {
            let condition = try QueryParser.condition(of: text("q") ?? "", now: now)
            let query = MessageQuery(inbox: try inbox(), condition)
            if isWriting, let text = text("q"), !query.isSearch {
                throw Problem.badParameter(
                    "q", text, allowed: "at least one condition; leave it out to mean them all")
            }
            return query
        } catch let error as QueryError {
            throw Problem(
                status: .badRequest, detail: "\(error)",
                members: [
                    "parameter": "q", "value": text("q") ?? "", "column": error.column, "expected": error.expected,
                ])
        } catch {
            throw error as? Problem ?? .badParameter("q", text("q") ?? "", allowed: "a query")
        }
    }
}

extension Problem {
    fileprivate static func unknownParameter(_ name: String, _ value: String, known: [String]) -> Problem {
        let allowed = known.isEmpty ? "none" : known.joined(separator: ", ")
        return Problem(
            status: .badRequest, detail: "There is no parameter \(name) here; known are: \(allowed)",
            members: ["parameter": name, "value": value, "allowed": allowed])
    }

    fileprivate static func repeatedParameter(_ name: String, _ value: String) -> Problem {
        Problem(
            status: .badRequest, detail: "\(name)=\(value) is one too many; \(name) may come only once",
            members: ["parameter": name, "value": value, "allowed": "one value"])
    }

    fileprivate static func badEncoding(_ text: Substring, of name: String?) -> Problem {
        let value = String(text)
        guard let name else {
            return Problem(status: .badRequest, detail: "The query name '\(value)' is not percent-encoded UTF-8")
        }
        return .badParameter(name, value, allowed: "percent-encoded UTF-8")
    }
}

extension UInt8 {
    /// Two hexadecimal digits, nothing else.
    fileprivate init?(hexadecimal digits: Substring.UTF8View.SubSequence) {
        guard digits.count == 2, digits.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") })
        else { return nil }
        self.init(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
