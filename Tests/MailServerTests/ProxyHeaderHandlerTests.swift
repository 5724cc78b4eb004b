import MailProtocols
@testable import MailServer
import NIOCore
import NIOEmbedded
import Testing

/// What begins behind a header, and what does not.
@Suite struct ProxyHeaderHandlerTests {
    /// What happened behind the header.
    private final class Witness: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        var events: [String] = []

        func channelActive(context: ChannelHandlerContext) { events.append("active") }
        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            events.append(String(buffer: unwrapInboundIn(data)))
        }
        func channelReadComplete(context: ChannelHandlerContext) { events.append("complete") }
    }

    private final class Scene {
        let channel = EmbeddedChannel()
        let witness = Witness()
        var refusals: [String] = []
        var headers: [ProxyHeader] = []

        init() throws {
            let handler = ProxyHeaderHandler(
                patience: .seconds(30),
                begin: { [unowned self] header in
                    headers.append(header)
                    try channel.pipeline.syncOperations.addHandler(witness)
                }, refuse: { [unowned self] in refusals.append($0) })
            try channel.pipeline.syncOperations.addHandler(handler)
            try channel.connect(to: SocketAddress(ipAddress: "192.0.2.9", port: 4000)).wait()
        }
    }

    @Test func `a connection begins when its header has come, with what came behind it`() throws {
        let scene = try Scene()
        try scene.channel.writeInbound(ByteBuffer(string: "PROXY TCP4 192.0.2.1 192.0.2.2 "))
        #expect(scene.headers.isEmpty)
        try scene.channel.writeInbound(ByteBuffer(string: "1 2\r\nEHLO a\r\n"))
        try scene.channel.writeInbound(ByteBuffer(string: "NOOP\r\n"))
        #expect(scene.headers.map(\.endpoints?.client) == ["192.0.2.1:1"])
        #expect(scene.witness.events.prefix(3) == ["active", "EHLO a\r\n", "complete"])
        #expect(scene.witness.events.contains("NOOP\r\n"))
        scene.channel.embeddedEventLoop.advanceTime(by: .seconds(60))
        #expect(scene.channel.isActive)
        _ = try? scene.channel.finish()
    }

    @Test func `what begins otherwise is closed, and so is what does not begin in time`() throws {
        let other = try Scene()
        try other.channel.writeInbound(ByteBuffer(string: "EHLO a\r\n"))
        #expect(!other.channel.isActive)
        #expect(other.refusals == ["the connection does not begin with a header of the PROXY protocol"])
        let slow = try Scene()
        for _ in 0..<6 {
            try slow.channel.writeInbound(ByteBuffer(string: ""))
            slow.channel.embeddedEventLoop.advanceTime(by: .seconds(6))
        }
        #expect(!slow.channel.isActive)
        #expect(slow.refusals == ["no header of the PROXY protocol came in time"])
        #expect(slow.witness.events.isEmpty)
    }
}
