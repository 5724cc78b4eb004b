import MailModel
import NIOCore
import NIOSSL
import SwiftASN1
import X509

/// Listens in on a handshake: which cipher the server has chosen stands in the clear, and nobody else tells.
final class HandshakeWatch: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// The name under which the client wants the server.
    var serverName: String?
    private(set) var cipher: UInt16?
    let certificateHash: [UInt8]?

    init(certificateHash: [UInt8]?) { self.certificateHash = certificateHash }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if cipher == nil { cipher = Self.cipher(unwrapOutboundIn(data)) }
        context.write(data, promise: promise)
    }

    /// The cipher of the ServerHello with which the record begins. RFC 8446 §4.1.3, §5.1.
    private static func cipher(_ record: ByteBuffer) -> UInt16? {
        // A handshake (22), its version and length; a ServerHello (2), its length, version and 32 octets of chance.
        let start = record.readerIndex
        guard record.getInteger(at: start, as: UInt8.self) == 22,
            record.getInteger(at: start + 5, as: UInt8.self) == 2,
            let session = record.getInteger(at: start + 5 + 4 + 2 + 32, as: UInt8.self)
        else { return nil }
        return record.getInteger(at: start + 5 + 4 + 2 + 32 + 1 + Int(session), as: UInt16.self)
    }
}

extension TLSParameters {
    /// What was agreed in the pipeline, once it is; on its event loop.
    init(agreedIn pipeline: ChannelPipeline) {
        let watch = try? pipeline.syncOperations.handler(type: HandshakeWatch.self)
        let encryption = try? pipeline.syncOperations.handler(type: NIOSSLServerHandler.self)
        self.init(
            version: encryption?.tlsVersion?.name ?? "TLS",
            cipher: watch?.cipher.flatMap { TLSCipher.names[$0] },
            serverName: watch?.serverName?.legible,
            clientSubject: encryption?.peerCertificate.flatMap(Self.subject))
    }

    private static func subject(_ certificate: NIOSSLCertificate) -> String? {
        guard let octets = try? certificate.toDERBytes(), let certificate = try? Certificate(derEncoded: octets)
        else { return nil }
        return certificate.subject.description.legible
    }
}

extension String {
    /// What a client says of itself as records hold it: no longer than a host name may be (RFC 1123 §2.1), with U+FFFD in
    /// place of control characters.
    var legible: String {
        let scalars = unicodeScalars.prefix(255).map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }
        return String(String.UnicodeScalarView(scalars))
    }
}

extension TLSVersion {
    fileprivate var name: String {
        switch self {
        case .tlsv1: "TLSv1"
        case .tlsv11: "TLSv1.1"
        case .tlsv12: "TLSv1.2"
        case .tlsv13: "TLSv1.3"
        }
    }
}

/// Ciphers that are offered here, as IANA numbers and names them.
private enum TLSCipher {
    static let names: [UInt16: String] = [
        0x1301: "TLS_AES_128_GCM_SHA256",
        0x1302: "TLS_AES_256_GCM_SHA384",
        0x1303: "TLS_CHACHA20_POLY1305_SHA256",
        0xC009: "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
        0xC00A: "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
        0xC013: "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
        0xC014: "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
        0xC02B: "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        0xC02C: "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        0xC02F: "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        0xC030: "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        0xCCA8: "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
        0xCCA9: "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
    ]
}
