import HTTPAPI
import Synchronization

/// Tells, on standard output and once, where the server listens; and whoever asks, where it takes mail.
final class Readiness: Sendable {
    private struct Addresses {
        var mail: [ListenerDetail]?
        var http: [HTTPBinding]?

        /// `nil` while something does not accept yet.
        var line: String? {
            guard let mail, let http else { return nil }
            let addresses: [(name: String, texts: [String])] = [
                ("smtp", mail.filter { $0.dialect == .smtp && $0.encryption != .implicit }.map(\.address)),
                ("http", http.filter { !$0.isEncrypted }.map(\.description)),
                ("smtps", mail.filter { $0.encryption == .implicit }.map(\.address)),
                ("lmtp", mail.filter { $0.dialect == .lmtp }.map(\.address)),
                ("https", http.filter(\.isEncrypted).map(\.description)),
            ]
            return addresses.filter { !$0.texts.isEmpty }
                .reduce(into: "creel ready:") { $0 += " \($1.name)=\($1.texts.joined(separator: ","))" }
        }
    }

    private let addresses = Mutex(Addresses())
    private let onReady: @Sendable () -> Void

    /// - Parameter onReady: Called once, behind the line.
    init(onReady: @escaping @Sendable () -> Void) { self.onReady = onReady }

    /// Where mail is taken; nothing before that is so.
    var mail: [ListenerDetail] { addresses.withLock { $0.mail ?? [] } }

    func note(mail: [ListenerDetail]) { complete { $0.mail = mail } }

    func note(http: [HTTPBinding]) { complete { $0.http = http } }

    private func complete(_ change: (inout sending Addresses) -> Void) {
        let line = addresses.withLock { addresses in
            change(&addresses)
            return addresses.line
        }
        guard let line else { return }
        StandardOutput.write("\(line)\n")
        onReady()
        StartMemory.release()
    }
}
