import FoundationEssentials
import NIOHTTP1

/// Why a server did not answer as it was hoped.
struct HTTPFailure: Error, Sendable {
    enum Reason: Error, Sendable {
        /// Nobody listens there, or the way there is closed.
        case unreachable
        /// It is not known who answers there; why, as a sentence without a full stop.
        case untrusted(String)
        /// The answer stopped before its end, or is larger than anything that was asked for.
        case brokenOff
        /// It has another status than the one that was hoped for.
        case refused(HTTPAnswer)
    }

    let reason: Reason
    /// The URL that was asked, without credentials.
    let place: String
}

extension HTTPFailure {
    /// 69 without a server, 77 without credentials, 75 where it helps to try again, 65 for a request that is wrong in
    /// itself.
    var status: SystemExit {
        switch reason {
        case .unreachable, .untrusted: .unavailable
        case .brokenOff: .temporary
        case .refused(let answer):
            switch answer.status.code {
            case 401, 403: .noPermission
            case 500...: .temporary
            default: .badData
            }
        }
    }
}

extension CommandFailure {
    /// - Parameter wrongRequest: The status for a request that is wrong in itself. Of such a one the words of the server
    ///   are told alone: who was asked is not what is wrong with it.
    init(_ failure: HTTPFailure, wrongRequest: SystemExit = .badData) {
        if let objection = failure.objection {
            self.init(wrongRequest, objection)
        } else {
            self.init(failure.status, failure.description)
        }
    }
}

extension HTTPFailure {
    /// What the server finds wrong with the request in itself.
    var objection: String? {
        guard case .refused(let answer) = reason, answer.status == .badRequest else { return nil }
        return answer.detail
    }
}

extension HTTPFailure: CustomStringConvertible {
    var description: String {
        switch reason {
        case .unreachable: "nobody answers at \(place)"
        case .untrusted(let reason): "cannot ask \(place): \(reason)"
        case .brokenOff: "the answer of \(place) broke off, or is too large"
        case .refused(let answer): "the answer of \(place) is \(answer.text)"
        }
    }
}

extension HTTPAnswer {
    /// What a program of ours says of a refusal. RFC 9457.
    var detail: String? {
        struct Problem: Decodable { let detail: String }
        return (try? JSONDecoder().decode(Problem.self, from: Data(body)))?.detail.escapingControls()
    }

    /// That, else the status.
    var text: String { detail.map { "\(status.code): \($0)" } ?? "\(status)" }
}
