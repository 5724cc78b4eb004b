import FoundationEssentials
import MailModel
import NIOCore
import NIOHTTP1

/// `POST /api/assert` to a running Creel.
struct AssertRequest: Sendable {
    private let client: HTTPClient
    private let body: JSONValue

    init(_ url: ServerURL, _ expectations: [String], timeout: Duration?, after: Int64?, trust: TLSClient.Trust) {
        // It answers when the time is up, and a little later when it is busy.
        client = HTTPClient(url, trust: trust, patience: (timeout ?? .zero) + .seconds(60))
        body = [
            "q": .string(url["q"]), "inbox": .string(url["inbox"]), "expect": .strings(expectations),
            "timeout": .string(timeout?.text), "after": .integer(after.map { Int($0) }),
        ]
    }

    func answer() async throws(HTTPFailure) -> AssertResult {
        let path = "/api/assert"
        let answer = try await client.send(
            .POST, path, HTTPContent(mediaType: "application/json", octets: ByteBuffer(string: body.text)))
        guard answer.status == .ok else { throw client.failure(path, .refused(answer)) }
        guard let result = try? JSONDecoder().decode(Answer.self, from: Data(answer.body)) else {
            throw client.failure(path, .brokenOff)
        }
        return result.asResult
    }

    private struct Answer: Decodable {
        let matched: Int
        let expectations: [Judged]
        let others: [Other]

        struct Judged: Decodable {
            let expectation: String
            let failures: [Failure]
        }

        struct Failure: Decodable {
            let message: Int?
            let reason: String
        }

        struct Other: Decodable {
            let id: Int
            let to: [String]
            let subject: String
        }

        var asResult: AssertResult {
            AssertResult(
                matched: matched,
                expectations: expectations.map { judged in
                    AssertResult.Judged(
                        expectation: judged.expectation,
                        failures: judged.failures.map { .init(message: $0.message.map { "\($0)" }, reason: $0.reason) })
                },
                others: others.map { "\($0.id) to \($0.to.joined(separator: " ")) “\($0.subject)”" })
        }
    }
}
