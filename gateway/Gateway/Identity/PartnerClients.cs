using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading;
using Microsoft.Extensions.Configuration;

namespace Gateway.Identity;

/// <summary>What is kept of a partner's credentials: of the secret its digest only, so that the file opens nothing.</summary>
/// <param name="Partner">The service provider or merchant that its tokens name.</param>
internal sealed record PartnerClient(
    string ClientId,
    Guid Partner,
    string SecretDigest,
    string CreatedBy,
    DateTimeOffset CreatedAt
);

/// <summary>
/// Credentials that ops gave to partners, in a file beside the gateway's key (features.md V1, V10). As the demo clients
/// they are for machines of one: with <c>Auth:Authority</c> partners have theirs from the operator's provider.
/// </summary>
internal sealed class PartnerClients
{
    private const int SecretBytes = 24;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly Lock _turn = new();
    private readonly string _file;
    private readonly ConcurrentDictionary<string, PartnerClient> _byId;

    public PartnerClients(IConfiguration configuration)
    {
        var folder = configuration["Auth:DataFolder"] ?? Path.Combine(AppContext.BaseDirectory, "identity");
        _file = Path.Combine(folder, "partner-clients.json");
        var stored = File.Exists(_file)
            ? JsonSerializer.Deserialize<IReadOnlyList<PartnerClient>>(File.ReadAllText(_file), Format)!
            : [];
        _byId = new(stored.ToDictionary(client => client.ClientId), StringComparer.Ordinal);
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<PartnerClient> All => [.. _byId.Values.OrderBy(client => client.CreatedAt)];

    public PartnerClient? Find(string? id) => id is null ? null : _byId.GetValueOrDefault(id);

    /// <returns>The client and its secret, which nobody can read again.</returns>
    public (PartnerClient Client, string Secret) Add(Guid partner, string by, DateTimeOffset now)
    {
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));
        var client = new PartnerClient($"partner-{Guid.CreateVersion7(now):n}", partner, DigestOf(secret), by, now);
        lock (_turn)
        {
            Write([.. All, client]); // first: what a crash loses was never handed out
            _byId[client.ClientId] = client;
        }

        return (client, secret);
    }

    /// <returns>False when there is none.</returns>
    public bool Remove(string id)
    {
        lock (_turn)
        {
            if (!_byId.ContainsKey(id))
            {
                return false;
            }

            Write(All.Where(client => client.ClientId != id));
            return _byId.TryRemove(id, out _);
        }
    }

    public static string DigestOf(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private void Write(IEnumerable<PartnerClient> clients) =>
        PrivateFile.Write(_file, JsonSerializer.Serialize(clients, Format));
}
