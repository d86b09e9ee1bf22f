using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using ServiceDefaults.Security;

namespace Gateway.Identity;

/// <summary>Who may have a token, and what it will say.</summary>
/// <param name="Role">One of <see cref="Roles"/>.</param>
/// <param name="Account">The account a customer is bound to.</param>
/// <param name="Unit">The unit an agent works in.</param>
/// <param name="Grade">The agent's grade; what a grade may grant is a policy.</param>
/// <param name="Partner">The service provider or merchant a partner is.</param>
internal sealed record Client(
    string Role,
    string ClientId,
    string ClientSecret,
    string? Account = null,
    string? Unit = null,
    string? Grade = null,
    string? Partner = null
);

/// <summary>
/// The clients of the gateway's own token endpoint: one per role for demos and a second one of some, written with random secrets at the first
/// start (mode 600), and the platform's services, which share a secret with it. For machines of one; an operator sets
/// <c>Auth:Authority</c> and none of this is used.
/// </summary>
internal sealed class Clients
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        IndentSize = 0,
    };

    /// <summary>
    /// What one alone may not decide takes a second person: catalogues, policies, compensation. And one partner must not
    /// see what is another's, which takes another.
    /// </summary>
    private static readonly string[] SecondOnes =
    [
        Roles.Supervisor,
        Roles.Leader,
        Roles.Finance,
        Roles.Ops,
        Roles.Partner,
    ];

    private readonly Dictionary<string, Client> _byId;
    private readonly HashSet<string> _services;
    private readonly PartnerClients _partners;

    public Clients(IConfiguration configuration, PartnerClients partners, ILogger<Clients> log)
    {
        _partners = partners;
        var file = configuration["Auth:CredentialsFile"] ?? Path.Combine(AppContext.BaseDirectory, "credentials.json");
        if (!File.Exists(file))
        {
            PrivateFile.Write(file, Write(Demo(configuration)));
            log.LogInformation("Wrote random demo credentials to {File}", file);
        }

        var stored = JsonSerializer.Deserialize<CredentialsFile>(File.ReadAllText(file), Format)!;
        var services = Services(configuration).ToList();
        _services = [.. services.Select(client => client.ClientId)];
        _byId = stored.Clients.Concat(services).ToDictionary(client => client.ClientId);
    }

    public bool Know(string? id) => id is not null && (_byId.ContainsKey(id) || _partners.Find(id) is not null);

    /// <summary>
    /// The platform's own services, whose secret is too long to be guessed: their ids are well known, so counting wrong
    /// secrets would only let others lock them out.
    /// </summary>
    public bool IsService(string? id) => id is not null && _services.Contains(id);

    /// <returns>Null when the id or the secret is wrong; both cost the same time.</returns>
    public Client? Authenticate(string? id, string? secret)
    {
        var client = id is not null && _byId.TryGetValue(id, out var found) ? found : null;
        var partner = _partners.Find(id);
        var expected = partner?.SecretDigest ?? PartnerClients.DigestOf(client?.ClientSecret ?? "");
        var given = PartnerClients.DigestOf(secret ?? "");
        return !CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(expected),
                Encoding.ASCII.GetBytes(given)
            )
                ? null
            : partner is null ? client
            : new(Roles.Partner, partner.ClientId, secret!, Partner: $"{partner.Partner}");
    }

    private static IEnumerable<Client> Demo(IConfiguration configuration) =>
        from person in Roles
            .All.Select(role => (Role: role, Id: $"demo-{role}"))
            .Concat(SecondOnes.Select(role => (Role: role, Id: $"demo-{role}-2")))
        let role = person.Role
        let secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24))
        let client = new Client(role, person.Id, secret)
        select role switch
        {
            Roles.Customer => client with { Account = configuration["Auth:DemoAccount"] },
            Roles.Agent => client with { Unit = "care-1", Grade = "agent" },
            Roles.Supervisor => client with { Unit = "care-1", Grade = "supervisor" },
            Roles.Partner when person.Id == $"demo-{role}" => client with
            {
                Partner = configuration["Auth:DemoPartner"],
            },
            Roles.Partner => client with { Partner = configuration["Auth:DemoPartner2"] },
            _ => client,
        };

    private static IEnumerable<Client> Services(IConfiguration configuration) =>
        configuration["Auth:ServiceSecret"] is { Length: > 0 } secret
            ? (configuration.GetSection("Auth:Services").Get<string[]>() ?? []).Select(name => new Client(
                Roles.Service,
                name,
                secret
            ))
            : [];

    /// <summary>One client a line, so that people and shell scripts can read it.</summary>
    private static string Write(IEnumerable<Client> clients)
    {
        var lines = clients.Select(client => $"    {JsonSerializer.Serialize(client, Format).Replace('\n', ' ')}");
        return $$"""
            {
              "clients": [
            {{string.Join(",\n", lines)}}
              ]
            }

            """;
    }

    private sealed record CredentialsFile(IReadOnlyList<Client> Clients);
}
