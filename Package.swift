// swift-tools-version: 6.2
import Foundation
import PackageDescription

/// Applied to every target of ours; CI adds warnings as errors through `CREEL_STRICT`.
let settings: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ] + (Context.environment["CREEL_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)])

let nio: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioHTTP: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioEmbedded: Target.Dependency = .product(name: "NIOEmbedded", package: "swift-nio")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let nioTLS: Target.Dependency = .product(name: "NIOTLS", package: "swift-nio")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let x509: Target.Dependency = .product(name: "X509", package: "swift-certificates")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")

/// One room of the house (`docs/house.md`); `uses` names the rooms it may import.
func room(_ name: String, uses rooms: [String] = [], _ others: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: rooms.map { .byName(name: $0) } + others, swiftSettings: settings)
}

func tests(
    _ name: String, uses rooms: [String], _ others: [Target.Dependency] = [], without: [String] = []
) -> Target {
    .testTarget(
        name: name, dependencies: (rooms + ["TestSupport"]).map { .byName(name: $0) } + others, exclude: without,
        swiftSettings: settings)
}

let package = Package(
    name: "creel",
    products: [.executable(name: "creel", targets: ["creel"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        room("MailModel"),
        room("MIME", uses: ["MailModel", "CPCRE2"]),
        room("MailAnalysis", uses: ["MailModel", "MIME", "CLibPSL"]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CLibPSL", pkgConfig: "libpsl", providers: [.apt(["libpsl-dev"])]),
        // For the regular expressions of assertions: its search is bounded, which neither Swift's nor POSIX's is, and every
        // Debian has the library.
        .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
        .systemLibrary(name: "CCrypt", providers: [.apt(["libcrypt-dev"])]),
        room("Assessing", uses: ["MailModel", "MIME", "MailAnalysis", "MailStorage"], [logging, lifecycle]),
        // SCRAM and CRAM-MD5 compute with hashes.
        room("MailProtocols", uses: ["MailModel"], [crypto]),
        room("MailStorage", uses: ["MailModel", "MIME", "CScheduling"]),
        .target(name: "CScheduling"),
        room(
            "SQLiteStorage", uses: ["MailModel", "MIME", "MailStorage", "CSQLiteLog"],
            [grdb, .product(name: "GRDBSQLite", package: "GRDB.swift")]),
        .target(name: "CSQLiteLog", linkerSettings: [.linkedLibrary("sqlite3")]),
        room("Egress", uses: ["MailModel"], [nio, nioPosix]),
        room("OutsideScoring", uses: ["MailModel", "MIME", "Egress"], [nio, nioPosix, crypto, logging, lifecycle]),
        room("Intake", uses: ["MailModel", "MIME", "MailStorage"]),
        room(
            "MailServer", uses: ["MailModel", "MailProtocols", "Intake", "CCrypt"],
            [nio, nioPosix, nioTLS, nioSSL, x509, crypto, logging, lifecycle]),
        room(
            "HTTPAPI",
            uses: [
                "MailModel", "MIME", "MailAnalysis", "MailProtocols", "MailStorage", "Assessing", "OutsideScoring",
                "Intake", "CWebAssets", "CZlib",
            ],
            [hummingbird, hummingbirdCore, httpTypes, crypto, nio, nioPosix, logging, lifecycle]),
        .target(name: "CWebAssets"),
        .executableTarget(
            name: "creel",
            dependencies: [
                "MailModel", "MIME", "MailAnalysis", "MailProtocols", "MailStorage", "SQLiteStorage", "Egress",
                "Assessing", "OutsideScoring", "Intake",
                "MailServer", "HTTPAPI", nio, nioHTTP, nioPosix, nioSSL, nioTLS, logging, lifecycle,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
            ],
            swiftSettings: settings),

        .target(
            name: "TestSupport",
            dependencies: [
                "MailModel", "MailProtocols", "MailStorage", "SQLiteStorage", nio, nioPosix, nioSSL, x509, crypto,
            ],
            path: "Tests/Support",
            swiftSettings: settings),
        tests("MailModelTests", uses: ["MailModel"]),
        tests("MIMETests", uses: ["MIME", "MailModel"]),
        tests("MailAnalysisTests", uses: ["MailAnalysis", "MIME", "MailModel"]),
        tests("MailProtocolsTests", uses: ["MailProtocols", "MailModel"], [crypto]),
        tests("MailStorageTests", uses: ["MailStorage", "SQLiteStorage", "MailModel", "MIME"], [grdb]),
        tests("EgressTests", uses: ["Egress", "MailModel"], [nio]),
        tests("OutsideScoringTests", uses: ["OutsideScoring", "Egress", "MIME", "MailModel"], [nio, logging]),
        tests(
            "AssessingTests",
            uses: ["Assessing", "MailAnalysis", "MailStorage", "SQLiteStorage", "MIME", "MailModel"],
            [logging, lifecycle]),
        tests("IntakeTests", uses: ["Intake", "MailStorage", "MailModel", "MIME"]),
        tests(
            "MailServerTests", uses: ["MailServer", "MailProtocols", "MailModel", "Intake"],
            [nio, nioEmbedded, nioPosix]),
        tests(
            "HTTPAPITests",
            uses: [
                "HTTPAPI", "Intake", "Assessing", "Egress", "OutsideScoring", "MailAnalysis", "MailStorage",
                "MailProtocols", "MIME", "MailModel",
            ],
            [hummingbird, httpTypes, .product(name: "HummingbirdTesting", package: "hummingbird")]),
        tests(
            "creelTests", uses: ["creel", "MailAnalysis", "MIME", "MailModel", "MailProtocols", "MailStorage"],
            [logging, nioSSL]),
        tests("EndToEnd", uses: ["MailModel", "creel"], without: ["Clients"]),
    ]
)
