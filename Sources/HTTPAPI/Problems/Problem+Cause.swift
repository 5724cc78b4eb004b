import HTTPTypes
import Hummingbird
import MailStorage

extension Problem {
    /// What the client reads of an error that a route threw; `nil` when it is nothing that the client can know
    /// about and belongs into the log.
    init?(_ error: any Error, of request: Request) {
        switch error {
        case let problem as Problem: self = problem
        case let error as StoreError: self.init(error)
        case is HTTPError where !Route.methods.contains(request.method):
            self.init(status: .notImplemented, detail: "\(request.method.rawValue) is no method that is known here")
        case let error as HTTPError where error.status == .notFound:
            self = .notFound("There is nothing at \(request.uri.path); /api/openapi.json lists what there is")
        case let error as HTTPError: self.init(status: error.status, detail: error.body ?? error.status.reasonPhrase)
        default: return nil
        }
    }

    init(_ error: StoreError) {
        switch error {
        case .full(let text): self.init(status: .insufficientStorage, detail: text)
        case .tooMany(let text): self.init(status: .conflict, detail: text)
        case .unavailable(let text), .unusable(let text):
            self.init(status: .serviceUnavailable, detail: text, headers: [.retryAfter: "1"])
        }
    }
}

extension HTTPResponse.Status {
    /// RFC 4918 §11.5.
    static let insufficientStorage = HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")
    /// The client went away; nobody reads the answer.
    static let clientClosedRequest = HTTPResponse.Status(code: 499, reasonPhrase: "Client Closed Request")
}
