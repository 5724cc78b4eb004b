/// What a file is by its first octets, and what names and types it may have.
enum FileKind: CaseIterable {
    case pdf, png, jpeg, gif, webp, tiff, zip, ole, rtf, gzip, rar, sevenZip, windowsProgram, elf, html

    /// `nil` for content that tells nothing.
    init?(magic octets: [UInt8]) {
        let found = Self.allCases.first { kind in kind.magics.contains { octets.hasMagic($0) } }
        if let found {
            self = found
        } else if octets.beginsLikeHTML {
            self = .html
        } else {
            return nil
        }
    }

    /// Has octets that no text has.
    var isBinary: Bool {
        switch self {
        case .rtf, .html, .windowsProgram: false
        default: true
        }
    }

    /// Octets and where they stand.
    private var magics: [(offset: Int, octets: [UInt8])] {
        switch self {
        case .pdf: [(0, Array("%PDF-".utf8))]
        case .png: [(0, [0x89, 0x50, 0x4E, 0x47])]
        case .jpeg: [(0, [0xFF, 0xD8, 0xFF])]
        case .gif: [(0, Array("GIF87a".utf8)), (0, Array("GIF89a".utf8))]
        case .webp: [(8, Array("WEBP".utf8))]
        case .tiff: [(0, [0x49, 0x49, 0x2A, 0x00]), (0, [0x4D, 0x4D, 0x00, 0x2A])]
        case .zip: [(0, [0x50, 0x4B, 0x03, 0x04]), (0, [0x50, 0x4B, 0x05, 0x06])]
        case .ole: [(0, [0xD0, 0xCF, 0x11, 0xE0])]
        case .rtf: [(0, Array("{\\rtf".utf8))]
        case .gzip: [(0, [0x1F, 0x8B])]
        case .rar: [(0, Array("Rar!".utf8))]
        case .sevenZip: [(0, [0x37, 0x7A, 0xBC, 0xAF])]
        case .windowsProgram: [(0, Array("MZ".utf8))]
        case .elf: [(0, [0x7F, 0x45, 0x4C, 0x46])]
        case .html: []
        }
    }

    /// What a file with that extension is; empty where the name promises nothing.
    static func promised(byExtension name: String) -> Set<FileKind> { extensions[name] ?? [] }

    /// What content of that media type is; empty where the type promises nothing.
    static func promised(byType type: String) -> Set<FileKind> { types[type] ?? [] }

    private static let extensions: [String: Set<FileKind>] = [
        "pdf": [.pdf], "png": [.png], "jpg": [.jpeg], "jpeg": [.jpeg], "gif": [.gif], "webp": [.webp],
        "tif": [.tiff], "tiff": [.tiff], "zip": [.zip], "docx": [.zip, .ole], "xlsx": [.zip, .ole],
        "pptx": [.zip, .ole], "docm": [.zip, .ole], "xlsm": [.zip, .ole], "pptm": [.zip, .ole], "odt": [.zip],
        "ods": [.zip], "odp": [.zip], "epub": [.zip], "jar": [.zip], "doc": [.ole, .rtf, .html, .zip],
        "ppt": [.ole, .zip],
        "rtf": [.rtf], "gz": [.gzip], "tgz": [.gzip], "rar": [.rar], "7z": [.sevenZip], "exe": [.windowsProgram],
        "dll": [.windowsProgram], "scr": [.windowsProgram], "htm": [.html], "html": [.html],
    ]

    private static let types: [String: Set<FileKind>] = [
        "application/pdf": [.pdf], "application/x-pdf": [.pdf], "image/png": [.png], "image/jpeg": [.jpeg],
        "image/jpg": [.jpeg], "image/gif": [.gif], "image/webp": [.webp], "image/tiff": [.tiff],
        "application/zip": [.zip], "application/x-zip-compressed": [.zip], "application/gzip": [.gzip],
        "application/x-gzip": [.gzip], "application/rtf": [.rtf],
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": [.zip, .ole],
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": [.zip, .ole],
        "application/vnd.openxmlformats-officedocument.presentationml.presentation": [.zip, .ole],
        "application/vnd.oasis.opendocument.text": [.zip], "application/vnd.rar": [.rar],
        "application/x-7z-compressed": [.sevenZip], "application/msword": [.ole, .rtf, .html, .zip],
        "application/x-msdownload": [.windowsProgram], "text/html": [.html],
    ]
}

extension [UInt8] {
    fileprivate func hasMagic(_ magic: (offset: Int, octets: [UInt8])) -> Bool {
        count >= magic.offset + magic.octets.count
            && self[magic.offset..<(magic.offset + magic.octets.count)].elementsEqual(magic.octets)
    }

    fileprivate var beginsLikeHTML: Bool {
        let start = drop { $0 <= 0x20 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }.prefix(15)
        let text = String(decoding: start, as: UTF8.self).lowercased()
        return text.hasPrefix("<!doctype html") || text.hasPrefix("<html")
    }
}
