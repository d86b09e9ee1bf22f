using System;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Notifications.Channels;

/// <summary>
/// Proves that an inbound text is the gateway's. Follows from the shared secret, which does not leave itself; the
/// gateway's start script (eng/servers/smsbox) comes to the same by itself.
/// </summary>
internal sealed class InboundSignature(IOptions<SmsOptions> options)
{
    public static string Of(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"sms-inbound:{secret}")));

    public bool IsRight(string? signature) =>
        signature is not null
        && options.Value.Secret is { Length: > 0 } secret // without one everybody could sign
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(signature),
            Encoding.UTF8.GetBytes(Of(secret))
        );
}
