import MailModel
import MailProtocols
import NIOCore
import NIOSSL
import NIOTLS

/// Drives an ``SMTPClient`` over a channel.
final class SMTPClientHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var client: SMTPClient
    private let tls: TLSClient?
    private let patience: TimeAmount
    private let listen: @Sendable (DialogueLine.Speech) -> Void
    private let result: EventLoopPromise<Result<SMTPClient.Receipt, SMTPFailure>>
    private var timer: Scheduled<Void>?

    init(
        _ client: SMTPClient, tls: TLSClient?, patience: TimeAmount,
        listen: @escaping @Sendable (DialogueLine.Speech) -> Void,
        result: EventLoopPromise<Result<SMTPClient.Receipt, SMTPFailure>>
    ) {
        (self.client, self.tls, self.patience) = (client, tls, patience)
        (self.listen, self.result) = (listen, result)
    }

    func channelActive(context: ChannelHandlerContext) {
        restartTimer(context)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        restartTimer(context)
        let octets = unwrapInboundIn(data)
        client.receive(octets.readableBytesSpan)
    }

    func channelReadComplete(context: ChannelHandlerContext) { drain(context) }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case .handshakeCompleted? = event as? TLSUserEvent else {
            return context.fireUserInboundEventTriggered(event)
        }
        client.tlsEstablished()
        drain(context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        end(context, error is NIOSSLError ? TLSClient.explanation(of: error) : MailSender.explanation(of: error))
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        client.end("the server ended the connection before it had taken the message")
        tell()
        result.succeed(client.result ?? .failure(.lost("the connection ended")))
    }

    private func drain(_ context: ChannelHandlerContext) {
        while let action = client.next() {
            switch action {
            case .send(let octets):
                context.write(wrapOutboundOut(context.channel.allocator.buffer(bytes: octets)), promise: nil)
            case .startTLS: encrypt(context)
            case .close: context.close(promise: nil)
            }
        }
        tell()
        context.flush()
    }

    private func encrypt(_ context: ChannelHandlerContext) {
        do {
            guard let tls else { return end(context, "TLS was not set up") }
            try context.pipeline.syncOperations.addHandler(try tls.handler(), position: .first)
        } catch {
            end(context, TLSClient.explanation(of: error))
        }
    }

    private func end(_ context: ChannelHandlerContext, _ reason: String) {
        client.end(reason)
        context.close(promise: nil)
    }

    private func tell() { for speech in client.takeDialogue() { listen(speech) } }

    private func restartTimer(_ context: ChannelHandlerContext) {
        timer?.cancel()
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: patience) { [self] in
            end(context, "the server was silent for \(Duration(patience).text)")
        }
    }
}
