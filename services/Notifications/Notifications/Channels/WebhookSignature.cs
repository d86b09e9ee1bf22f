using System;
using System.Security.Cryptography;
using System.Text;

namespace Notifications.Channels;

/// <summary>
/// Standard Webhooks: <c>v1,</c> and base64 of HMAC-SHA256 over <c>{id}.{timestamp}.{body}</c>, on the very bytes that
/// are sent. The timestamp is the attempt's, so an old copy in wrong hands is of no use for long.
/// </summary>
internal static class WebhookSignature
{
    public static string Of(byte[] secret, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hmac.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hmac.AppendData(body);
        return $"v1,{Convert.ToBase64String(hmac.GetHashAndReset())}";
    }
}
