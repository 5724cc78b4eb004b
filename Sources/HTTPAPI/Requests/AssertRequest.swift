import FoundationEssentials
import HTTPTypes
import Hummingbird
import MailAnalysis
import NIOCore

/// The body of `POST /api/assert`: which messages are meant, as in a wait, and what is expected of them.
struct AssertRequest: Sendable {
    /// `q`, `inbox`, `after`, `timeout`.
    let parameters: QueryParameters
    let assertion: Assertion

    /// Octets of a body.
    static let limit = 1 << 16

    private static let names = ["q", "inbox", "after", "timeout", "expect"]
    private static let example = #"{"q":"to:alice","expect":["subject=Hello","no finding>=error"],"timeout":"10s"}"#

    /// - Throws: `400` for whatever is not understood, naming the key, its value and what is allowed.
    init(_ body: ByteBuffer) throws(Problem) {
        guard let keys = try? JSONDecoder().decode(Keys.self, from: Data(body.readableBytesView)) else {
            throw Problem(status: .badRequest, detail: "The body is no JSON such as \(Self.example)")
        }
        parameters = try QueryParameters(keys.texts, Self.names)
        guard let expect = keys.expect, 1...Assertion.mostExpectations ~= expect.count else {
            throw .badParameter(
                "expect", keys.expect.map { "a list of \($0.count)" } ?? "nothing",
                allowed: "a list of 1 to \(Assertion.mostExpectations) expectations, such as \"subject=Hello\"")
        }
        do throws(ExpectationError) {
            assertion = try Assertion(expect)
        } catch {
            throw Problem(
                status: .badRequest, detail: "\(error)",
                members: ["parameter": "expect", "value": error.expectation, "allowed": error.allowed])
        }
    }

    private struct Keys: Decodable {
        private(set) var expect: [String]?
        /// Everything else; numbers as they are written.
        private(set) var texts: [String: String] = [:]

        private struct Key: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init?(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            for key in container.allKeys where try !container.decodeNil(forKey: key) {
                if key.stringValue == "expect" {
                    expect = try container.decode([String].self, forKey: key)
                } else if !names.contains(key.stringValue) {
                    // Refused by its name, whatever it holds.
                    texts[key.stringValue] = "…"
                } else if let number = try? container.decode(Int64.self, forKey: key) {
                    texts[key.stringValue] = "\(number)"
                } else {
                    texts[key.stringValue] = try container.decode(String.self, forKey: key)
                }
            }
        }
    }
}
