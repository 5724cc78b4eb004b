package import Intake
package import MailModel
package import MailProtocols
package import NIOCore
import NIOSSL
import NIOTLS

/// Drives any `ServerSession` on its event loop; the only code between a socket and a protocol.
///
/// The session never leaves the loop, so it needs no lock. Once input has come behind an open question, or the peer
/// does not read its replies, nothing more is read from the socket: TCP itself holds the peer back. A peer that waits
/// for its answer, as most do, costs no system call for that.
///
/// What runs for every command is also compiled for SMTP alone, where the compiler can (Swift 6.3): a generic class goes
/// through witness tables and makes metadata as it runs, which was a tenth of the time of a short connection.
package final class SessionHandler<Session: ServerSession & ~Copyable>: ChannelDuplexHandler {
    package typealias InboundIn = ByteBuffer
    package typealias OutboundIn = ByteBuffer
    package typealias OutboundOut = ByteBuffer

    /// How long a connection that was closed from here may take to be closed from there.
    private static var lingering: TimeAmount { .seconds(2) }

    private var session: Session
    private let environment: SessionEnvironment<Session>
    private var context: ChannelHandlerContext?
    /// Whether something was asked since the record was last kept.
    private var hasUnkeptQuestion = false
    private var isAsking = false
    /// Whether the connection came when the server had begun to stop.
    private var isLate = false
    /// Whether it is being agreed how to encrypt.
    private var isEncrypting: Bool
    /// Whether input has come behind the open question.
    private var holdsInput = false
    /// A read was wanted while it was not allowed.
    private var owesRead = false
    private var isInputClosed = false
    private var closedAt: NIODeadline?
    /// When the peer last brought something about.
    private var lastProgress = NIODeadline.now()
    private var progress = 0
    /// What the budget has been told that this connection holds.
    private var counted = 0

    package init(session: consuming Session, environment: SessionEnvironment<Session>) {
        isEncrypting = session.isEncryptedFromStart
        self.session = session
        self.environment = environment
    }

    // MARK: - Channel

    package func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        let handler = NIOLoopBound<any ConnectionHandler>(self, eventLoop: context.eventLoop)
        isLate = environment.directory.add(
            .init(eventLoop: context.eventLoop, handler: handler), as: session.outline.id)
    }

    package func channelActive(context: ChannelHandlerContext) {
        if isLate { session.end(.shutdown, at: .now()) }
        drain(context)
    }

    #if hasAttribute(specialized)
        @specialized(where Session == SMTPSession)
    #endif
    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard closedAt == nil else { return }
        let octets = unwrapInboundIn(data)
        holdsInput = isAsking
        session.isMemoryShort = environment.budget.isExceeded(by: octets.readableBytes)
        session.receive(octets.readableBytesSpan, at: .now())
    }

    package func channelReadComplete(context: ChannelHandlerContext) {
        drain(context)
    }

    package func read(context: ChannelHandlerContext) {
        if mayRead(context) { context.read() } else { owesRead = true }
    }

    package func channelWritabilityChanged(context: ChannelHandlerContext) {
        payRead(context)
    }

    package func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent {
            isEncrypting = false
            let watch = try? context.pipeline.syncOperations.handler(type: HandshakeWatch.self)
            session.tlsEstablished(
                TLSParameters(agreedIn: context.pipeline), certificateHash: watch?.certificateHash, at: .now())
            return drain(context)
        }
        guard case .inputClosed? = event as? ChannelEvent else {
            return context.fireUserInboundEventTriggered(event)
        }
        isInputClosed = true
        drain(context)
    }

    package func channelInactive(context: ChannelHandlerContext) {
        session.end(.disconnection, at: .now())
        settle()
        keepRecord()
        self.context = nil
    }

    package func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if isEncrypting, TLSFailure.isCause(of: error) {
            session.end(.tlsFailure(TLSFailure.explanation(of: error)), at: .now())
        }
        // Deviation: RFC 8446 §6.1 has each side say that it ends. Many clients do not; a message whose end is missing
        // is no message, so what has come counts, and the end of input follows.
        if case .uncleanShutdown? = error as? NIOSSLError { return }
        // A reset connection among others; what was said until then is kept by `channelInactive`.
        context.close(promise: nil)
    }

    // MARK: - Session

    /// Does what the session wants done, and sends all replies of a group together.
    #if hasAttribute(specialized)
        @specialized(where Session == SMTPSession)
    #endif
    private func drain(_ context: ChannelHandlerContext) {
        var hasWritten = false
        while let action = session.next() {
            switch action {
            case .send(let octets):
                hasWritten = true
                context.write(wrapOutboundOut(context.channel.allocator.buffer(bytes: octets)), promise: nil)
            case .ask(let question):
                ask(question, on: context.eventLoop)
            case .startTLS:
                hasWritten = false
                context.flush()
                encrypt(context)
            case .close(let peerIsDone):
                closedAt = .now()
                close(context, peerIsDone: peerIsDone)
            }
        }
        if hasWritten { context.flush() }
        settle()
        noteProgress()
        if isInputClosed, !isAsking { closeAfterInput(context) }
    }

    /// Closes a connection whose peer says nothing more. One that has been told of the end need not be waited for to say
    /// the same in TLS.
    private func closeAfterInput(_ context: ChannelHandlerContext) {
        if closedAt != nil,
            let encryption = try? context.pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self)
        {
            encryption.close(promise: nil)
        } else {
            context.close(promise: nil)
        }
    }

    private func encrypt(_ context: ChannelHandlerContext) {
        (isEncrypting, lastProgress) = (true, .now())
        do {
            guard let tls = environment.tls else { return refuseEncryption(context, "there is no certificate") }
            try tls.encrypt(context.channel)
        } catch {
            refuseEncryption(context, "\(error)")
        }
    }

    private func refuseEncryption(_ context: ChannelHandlerContext, _ reason: String) {
        session.end(.tlsFailure(reason), at: .now())
        context.close(promise: nil)
    }

    /// Closes once everything has been sent; a peer that may still send is left time to read it.
    private func close(_ context: ChannelHandlerContext, peerIsDone: Bool) {
        // Nothing can be said in the middle of a handshake.
        if isEncrypting { return context.close(promise: nil) }
        guard peerIsDone else {
            context.flush()
            // Closing a socket that has unread input would reset the connection, and the peer might lose the last reply.
            return context.close(mode: .output, promise: nil)
        }
        let sent = context.eventLoop.makePromise(of: Void.self)
        sent.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: sent)
    }

    #if hasAttribute(specialized)
        @specialized(where Session == SMTPSession)
    #endif
    private func ask(_ question: Session.Question, on eventLoop: any EventLoop) {
        isAsking = true
        hasUnkeptQuestion = true
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        environment.answer(question) { answer in
            eventLoop.execute { bound.value.resume(with: answer) }
        }
    }

    #if hasAttribute(specialized)
        @specialized(where Session == SMTPSession)
    #endif
    private func resume(with answer: Session.Answer) {
        (isAsking, holdsInput) = (false, false)
        session.resume(with: answer, at: .now())
        guard let context else {
            settle()
            return keepRecord()
        }
        drain(context)
        // What is asked by now came out of input that was held.
        holdsInput = isAsking
        payRead(context)
    }

    private func mayRead(_ context: ChannelHandlerContext) -> Bool {
        !holdsInput && context.channel.isWritable
    }

    private func payRead(_ context: ChannelHandlerContext) {
        guard owesRead, mayRead(context) else { return }
        owesRead = false
        context.read()
    }

    /// Octets that bring nothing about do not count: a peer that sends them one by one is no better than a silent one.
    private func noteProgress() {
        guard session.progress != progress else { return }
        (progress, lastProgress) = (session.progress, .now())
    }

    private func settle() {
        let held = session.heldOctets
        guard held != counted else { return }
        environment.budget.adjust(by: held - counted)
        counted = held
    }

    private func keepRecord() {
        let record = session.record
        // What becomes of the message whose question is open is still to be added.
        let isFinal = !isAsking
        environment.directory.end(record, isFinal: isFinal)
        environment.keep(record, isFinal) { [directory = environment.directory] in directory.forget(record) }
    }
}

extension SessionHandler: ConnectionHandler where Session: ~Copyable {
    var record: SessionRecord { session.record }

    var outline: SessionRecord { session.outline }

    func checkUp(at now: NIODeadline) {
        guard let context else { return }
        if hasUnkeptQuestion {
            // So that a message's session is known even if this process dies before the connection ends. Not at once:
            // most connections end sooner than this comes round.
            hasUnkeptQuestion = false
            environment.keep(session.record, false) {}
        }
        if let closedAt {
            if now - closedAt > Self.lingering { context.close(promise: nil) }
        } else if !isAsking, now - lastProgress > TimeAmount(session.patience) {
            session.end(.silence, at: .now())
            drain(context)
        }
    }

    func shutDown() {
        guard let context else { return }
        session.end(.shutdown, at: .now())
        drain(context)
    }

    func abort() {
        context?.close(promise: nil)
    }
}

/// What sessions share and what they ask.
package struct SessionEnvironment<Session: ServerSession & ~Copyable>: Sendable {
    package let directory: ConnectionDirectory
    package let budget: OctetBudget
    /// With which connections are encrypted; `nil` where nobody is told that they can be.
    package let tls: TLSServer?
    /// Finds the answer to a question, and calls back once, from any thread.
    package let answer: @Sendable (Session.Question, @escaping @Sendable (Session.Answer) -> Void) -> Void
    /// Keeps a record of a session, and calls back when that is done.
    package let keep: Keep

    /// - Parameter isFinal: Whether nothing will be added to the record.
    package typealias Keep =
        @Sendable (
            _ record: SessionRecord, _ isFinal: Bool, _ completion: @escaping @Sendable () -> Void
        ) -> Void

    package init(
        directory: ConnectionDirectory, budget: OctetBudget, tls: TLSServer? = nil,
        answer: @escaping @Sendable (Session.Question, @escaping @Sendable (Session.Answer) -> Void) -> Void,
        keep: @escaping Keep
    ) {
        (self.directory, self.budget, self.tls) = (directory, budget, tls)
        (self.answer, self.keep) = (answer, keep)
    }
}
