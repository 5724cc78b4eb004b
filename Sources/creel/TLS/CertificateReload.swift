import Logging
import MailServer
import ServiceLifecycle
import UnixSignals

/// Reads the certificate anew at each SIGHUP: one that was renewed is shown to connections from then on.
struct CertificateReload: Service {
    let source: CertificateSource
    let tls: TLSServer
    let logger: Logger

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            do {
                try tls.replace(by: try source.identity(logger: logger))
                logger.notice("read the certificate anew")
            } catch {
                logger.error("the certificate stays as it was: \(error)")
            }
        }
    }
}
