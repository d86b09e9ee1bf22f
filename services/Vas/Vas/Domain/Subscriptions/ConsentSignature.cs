using System;
using System.Globalization;
using System.Text;

namespace Vas.Domain.Subscriptions;

/// <summary>
/// The end of a provider's chain on a day, signed and handed to the provider (features.md V3): from then on not even who
/// writes to the database can change a record up to it unseen.
/// </summary>
/// <param name="Day">Local date.</param>
/// <param name="KeyId">Which key signed.</param>
/// <param name="Signature">ECDSA P-256 over SHA-256 of <see cref="BytesToSign"/>, IEEE P1363 form.</param>
public sealed record ConsentSignature(
    Guid ProviderId,
    DateOnly Day,
    long Sequence,
    byte[] Hash,
    string KeyId,
    byte[] Signature,
    DateTimeOffset SignedAt
)
{
    /// <summary>The bytes that are signed.</summary>
    public static byte[] BytesToSign(Guid providerId, DateOnly day, long sequence, byte[] hash) =>
        Encoding.UTF8.GetBytes(
            string.Create(
                CultureInfo.InvariantCulture,
                $"vas-consent-head-v1\n{providerId}\n{day:yyyy-MM-dd}\n{sequence}\n{Convert.ToHexStringLower(hash)}\n"
            )
        );
}
