import Glibc
import MailModel
import MailProtocols
import NIOCore
import NIOPosix

/// Hands messages to one server: the sockets behind ``SMTPClient``. Each has a connection of its own.
struct MailSender: Sendable {
    let address: MailServerAddress
    /// `nil` where nothing shall be encrypted.
    var tls: TLSClient?
    /// The longest silence of the server.
    var patience = Duration.seconds(60)
    /// Hears what both sides say, as it is said.
    var listen: @Sendable (DialogueLine.Speech) -> Void = { _ in }

    func send(
        _ transaction: MailTransaction, _ configuration: SMTPClient.Configuration
    ) async throws(SMTPFailure) -> SMTPClient.Receipt {
        let result: Result<SMTPClient.Receipt, SMTPFailure>
        do {
            let client = SMTPClient(transaction, configuration)
            result = try await run(client, encryptsAtOnce: configuration.security == .established)
        } catch {
            throw .lost("cannot reach \(address): \(Self.explanation(of: error))")
        }
        return try result.get()
    }

    private func run(
        _ client: SMTPClient, encryptsAtOnce: Bool
    ) async throws -> Result<SMTPClient.Receipt, SMTPFailure> {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let result = loop.makePromise(of: Result<SMTPClient.Receipt, SMTPFailure>.self)
        let bootstrap = ClientBootstrap(group: loop).connectTimeout(.seconds(10)).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                if encryptsAtOnce, let tls { try channel.pipeline.syncOperations.addHandler(try tls.handler()) }
                let handler = SMTPClientHandler(
                    client, tls: tls, patience: TimeAmount(patience), listen: listen, result: result)
                try channel.pipeline.syncOperations.addHandler(handler)
            }
        }
        do {
            _ = try await bootstrap.connect(to: address)
        } catch {
            result.fail(error)
        }
        return try await result.futureResult.get()
    }

    /// What the system says, in its words.
    static func explanation(of error: any Error) -> String {
        switch error {
        case let error as IOError: String(cString: strerror(error.errnoCode))
        case let error as NIOConnectionError:
            error.connectionErrors.first.map { explanation(of: $0.error) } ?? "there is no host \(error.host)"
        case ChannelError.connectTimeout: "it does not answer"
        default: "\(error)"
        }
    }
}

extension ClientBootstrap {
    func connect(to address: MailServerAddress) async throws -> any Channel {
        switch address {
        case .tcp(let address): try await connect(host: address.host, port: address.port).get()
        case .unix(let path): try await connect(unixDomainSocketPath: path).get()
        }
    }
}
