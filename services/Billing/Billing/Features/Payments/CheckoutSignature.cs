using System;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Billing.Features.Payments;

/// <summary>
/// Proves that a notification is the provider's and of this moment. Standard Webhooks: <c>webhook-signature</c> holds
/// <c>v1,</c> and base64 of HMAC-SHA256 over <c>{id}.{timestamp}.{body}</c>, several of them while a secret is changed.
/// </summary>
internal sealed class CheckoutSignature(IOptions<CheckoutOptions> options, TimeProvider clock)
{
    /// <summary>Standard Webhooks' own (policies.md, webhook.tolerance): an older copy in wrong hands is of no use.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private const int LongestHeader = 500;

    /// <returns>Null when it is right, otherwise what is wrong with it.</returns>
    public string? Objection(IHeaderDictionary headers, byte[] body)
    {
        var (id, timestamp, signatures) = (
            Header(headers, "webhook-id"),
            Header(headers, "webhook-timestamp"),
            Header(headers, "webhook-signature")
        );
        if (id is null || timestamp is null || signatures is null || !options.Value.HasSecret)
        {
            return "It is not signed.";
        }

        if (!IsOfNow(timestamp))
        {
            return "Its timestamp is not of now.";
        }

        var expected = Encoding.ASCII.GetBytes($"v1,{Convert.ToBase64String(Sign($"{id}.{timestamp}.", body))}");
        return signatures
            .Split(' ')
            .Any(given => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), expected))
            ? null
            : "Its signature is wrong.";
    }

    private byte[] Sign(string prefix, byte[] body)
    {
        using var hmac = IncrementalHash.CreateHMAC(
            HashAlgorithmName.SHA256,
            Encoding.UTF8.GetBytes(options.Value.Secret)
        );
        hmac.AppendData(Encoding.UTF8.GetBytes(prefix));
        hmac.AppendData(body);
        return hmac.GetHashAndReset();
    }

    private bool IsOfNow(string timestamp) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
        && (clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() <= Tolerance;

    private static string? Header(IHeaderDictionary headers, string name) =>
        headers[name] is [{ Length: > 0 and <= LongestHeader } value] ? value : null;
}
