/// What the end of a file name says.
enum FileExtensions {
    /// What is behind the last dot, in lower case and without blanks; `nil` without a dot.
    static func last(of name: String) -> String? {
        let name = withoutEnd(name)
        return name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() }
    }

    /// Systems leave dots and blanks at the end of a name away.
    private static func withoutEnd(_ name: String) -> Substring {
        var name = name[...]
        while let last = name.last, last == "." || last.isWhitespace { name.removeLast() }
        return name
    }

    /// What is between the last two dots: `pdf` of `invoice.pdf.exe`.
    static func beforeLast(of name: String) -> String? {
        name.lastIndex(of: ".").flatMap { last(of: String(String(name[..<$0]).trimmingBlanks)) }
    }

    /// Refused by Gmail or Outlook, in archives as well.
    static let blocked: Set<String> = [
        "ade", "adp", "bas", "library-ms", "py", "pyc", "pyo", "pyw", "pyz", "search-ms", "settingcontent-ms", "udl",
        "url", "website", "apk", "app", "application", "appref-ms", "appx", "appxbundle", "bat", "cab", "chm", "cmd",
        "cnt",
        "com", "cpl", "diagcab", "diagcfg", "diagpack", "dll", "dmg", "ex", "ex_", "exe", "gadget", "hlp", "hta", "img",
        "inf", "ins", "iso", "isp", "its", "jar", "jnlp", "js", "jse", "ksh", "lib", "lnk", "mad", "maf", "mam", "mda",
        "mdb", "mde", "mdz", "mjs", "msc", "msh", "msh1", "msh2", "msi", "msix", "msixbundle", "msp", "mst", "nsh",
        "ops", "osd", "pcd", "pif", "plg", "prf", "prg", "printerexport", "ps1", "ps1xml", "ps2", "psc1", "psc2",
        "psd1", "psdm1", "reg", "scf", "scr", "sct", "shb", "shs", "sys", "theme", "vb", "vbe", "vbp", "vbs", "vhd",
        "vhdx", "vxd", "webpnp", "ws", "wsb", "wsc", "wsf", "wsh", "xbap", "xll", "xnk",
    ]

    /// Documents by which people are made to open something else.
    static let documents: Set<String> = [
        "bmp", "csv", "doc", "docx", "gif", "jpeg", "jpg", "mp3", "mp4", "odt", "pdf", "png", "ppt", "pptx", "rtf",
        "tif",
        "tiff", "txt", "xls", "xlsx", "zip",
    ]

    /// Pages that run in a browser when they are opened.
    static let pages: Set<String> = ["htm", "html", "mht", "mhtml", "shtml", "svg", "svgz", "xht", "xhtml"]

    /// Documents that carry programs.
    static let macros: Set<String> = [
        "docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "pptm", "potm", "ppsm", "ppam", "sldm",
    ]
}
