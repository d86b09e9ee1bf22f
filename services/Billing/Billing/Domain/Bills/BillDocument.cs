using System;
using System.Security.Cryptography;

namespace Billing.Domain.Bills;

/// <summary>A bill as it was printed, for ever the same (features.md B7).</summary>
public sealed class BillDocument
{
    private BillDocument() { }

    public Guid BillId { get; private set; }

    /// <summary><c>zh</c> or <c>en</c>.</summary>
    public string Language { get; private set; } = "";

    /// <summary>Of the content, 64 lower-case hexadecimal digits.</summary>
    public string Sha256 { get; private set; } = "";

    /// <summary>PDF.</summary>
    public byte[] Content { get; private set; } = [];
    public DateTimeOffset RenderedAt { get; private set; }

    public static BillDocument Of(Guid billId, string language, byte[] content, DateTimeOffset renderedAt) =>
        new()
        {
            BillId = billId,
            Language = language,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)),
            Content = content,
            RenderedAt = renderedAt,
        };
}
