using System;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Notifications.Channels;

/// <summary>
/// Proves that a receipt is the gateway's: it holds the callback we gave it for this one message. The shared secret
/// itself never leaves, because callback addresses end up in gateways' logs.
/// </summary>
internal sealed class ReceiptSignature(IOptions<SmsOptions> options)
{
    public string Of(Guid messageId) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(
                Encoding.UTF8.GetBytes(options.Value.Secret),
                Encoding.UTF8.GetBytes($"sms-receipt:{messageId}")
            )
        );

    public bool IsRight(Guid messageId, string? signature) =>
        signature is not null
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(signature),
            Encoding.UTF8.GetBytes(Of(messageId))
        );
}
