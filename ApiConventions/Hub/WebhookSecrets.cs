using System;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace ApiConventions.Hub;

/// <summary>
/// The secret that signs the deliveries of one subscription: derived from the platform's key whenever it is needed, so
/// it stands in no database and no event. It lives here because the hub that shows it and Notifications that signs with
/// it both know this project and must agree on every byte; neither needs to know the other.
/// </summary>
public sealed class WebhookSecrets
{
    /// <summary>Configuration key of the platform's webhook key, the same in every service that has a hub or delivers.</summary>
    public const string Setting = "Webhooks:Key";
    private const int MinLength = 32;

    /// <summary>Of a subscription whose secret is never rotated, and the first of one whose is.</summary>
    private const string First = "1";

    private readonly byte[] _key;

    private WebhookSecrets(string key) => _key = Encoding.UTF8.GetBytes(key);

    /// <exception cref="InvalidOperationException">There is no key, or it is too short to be one.</exception>
    public static WebhookSecrets From(IConfiguration configuration) =>
        configuration[Setting] is { Length: >= MinLength } key
            ? new(key)
            : throw new InvalidOperationException(
                $"{Setting} is not configured, or shorter than {MinLength} characters."
            );

    /// <summary>32 bytes: HMAC-SHA256 of <c>{subscription}:{generation}</c> under the platform's key.</summary>
    /// <param name="subscription">Whose.</param>
    /// <param name="generation">Raised by each rotation: the owner of the subscription counts.</param>
    public byte[] Of(Guid subscription, string generation = First) =>
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{subscription}:{generation}"));

    /// <summary>As Standard Webhooks writes secrets: <c>whsec_</c> and base64.</summary>
    public string Shown(Guid subscription, string generation = First) =>
        $"whsec_{Convert.ToBase64String(Of(subscription, generation))}";
}
