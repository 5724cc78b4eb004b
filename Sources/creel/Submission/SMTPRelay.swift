import NIOCore
import NIOPosix

/// Joins standard input and output with a server: whoever speaks SMTP to this process speaks it to that one.
struct SMTPRelay: Sendable {
    let address: MailServerAddress

    /// Returns when the server has closed the connection.
    func run() async throws(CommandFailure) {
        let channel: any Channel
        do {
            channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .connectTimeout(.seconds(10))
                .channelOption(.allowRemoteHalfClosure, value: false)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(OutputHandler())
                    }
                }
                .connect(to: address)
        } catch {
            let reason = "cannot reach \(address): \(MailSender.explanation(of: error))"
            // The caller listens for SMTP. RFC 5321 §3.1.
            StandardOutput.write("421 4.4.1 \(reason)\r\n")
            throw CommandFailure(.temporary, reason)
        }
        let input = Task { try? await NIOThreadPool.singleton.runIfActive { try Self.pump(into: channel) } }
        try? await channel.closeFuture.get()
        input.cancel()
    }

    /// Blocks: standard input may be a file, which no event loop can wait for.
    private static func pump(into channel: any Channel) throws {
        let input = try InputFile("-")
        while true {
            let octets = try input.next()
            guard !octets.isEmpty else { return try channel.close(mode: .output).wait() }
            try channel.writeAndFlush(ByteBuffer(bytes: octets)).wait()
        }
    }
}

/// Writes what comes in to standard output.
private final class OutputHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        StandardOutput.write(unwrapInboundIn(data).readableBytesView)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
