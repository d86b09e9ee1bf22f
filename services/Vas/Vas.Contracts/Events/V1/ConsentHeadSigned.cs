using System;

namespace Vas.Contracts.Events.V1;

/// <summary>
/// The end of a provider's chain of consents was signed (features.md V3). Who keeps it can show it when the chain is
/// rewritten.
/// </summary>
/// <param name="ProviderId">Whose chain.</param>
/// <param name="Version">Of the chain: its last sequence.</param>
/// <param name="Day">Local date that it was signed for.</param>
/// <param name="Sequence">The last consent's.</param>
/// <param name="Hash">The last consent's, SHA-256 in lower-case hexadecimal digits.</param>
/// <param name="KeyId">Which key signed.</param>
/// <param name="PublicKey">SubjectPublicKeyInfo of an ECDSA P-256 key, base64.</param>
/// <param name="Signature">
/// Base64 of the IEEE P1363 form, over the UTF-8 lines <c>vas-consent-head-v1</c>, provider, day, sequence and hash, each
/// ended by U+000A.
/// </param>
/// <param name="SignedAt">When, UTC.</param>
public sealed record ConsentHeadSigned(
    Guid ProviderId,
    long Version,
    DateOnly Day,
    long Sequence,
    string Hash,
    string KeyId,
    string PublicKey,
    string Signature,
    DateTimeOffset SignedAt
);
