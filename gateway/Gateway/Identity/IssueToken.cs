using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using Gateway.Routing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using ServiceDefaults.Security;

namespace Gateway.Identity;

/// <summary>OAuth 2.0 client credentials (RFC 6749, section 4.4); errors as in its section 5.2.</summary>
internal static class IssueToken
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>An id and a secret need no more; anybody may send this body.</summary>
    private const int MaxBodyBytes = 16 * 1024;

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/connect/token", Handle)
            .AllowAnonymous()
            .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes));

    private static async Task<Results<Ok<TokenAnswer>, JsonHttpResult<TokenRefusal>>> Handle(
        HttpContext http,
        Clients clients,
        FailedAttempts failures,
        SigningKeys keys,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        http.Response.Headers.CacheControl = "no-store";
        if (!http.Request.HasFormContentType)
        {
            return Refuse(StatusCodes.Status400BadRequest, "invalid_request", "The body must be a form.");
        }

        if (await FormAsync(http.Request, ct) is not { } form)
        {
            return Refuse(StatusCodes.Status400BadRequest, "invalid_request", "The form cannot be read.");
        }

        if (form["grant_type"] != "client_credentials")
        {
            return Refuse(
                StatusCodes.Status400BadRequest,
                "unsupported_grant_type",
                "grant_type must be client_credentials."
            );
        }

        var (id, secret) = Basic(http.Request) ?? (form["client_id"].ToString(), form["client_secret"].ToString());
        var attempt = new Attempt(clients.Know(id) ? id : null, ClientAddress.Of(http.Connection.RemoteIpAddress));
        var (client, wait) = clients.IsService(id)
            ? (clients.Authenticate(id, secret), null)
            : failures.Try(attempt, () => clients.Authenticate(id, secret));
        if (wait is { } pause)
        {
            http.Response.Headers.RetryAfter = RateLimits.Seconds(pause);
            return Refuse(
                StatusCodes.Status429TooManyRequests,
                "slow_down",
                "Too many wrong secrets; try again later."
            );
        }

        return client is not null
            ? TypedResults.Ok(new TokenAnswer(Token(client, keys, clock), (int)Lifetime.TotalSeconds))
            : Refuse(StatusCodes.Status401Unauthorized, "invalid_client", "The client or its secret is wrong.");
    }

    private static async Task<IFormCollection?> FormAsync(HttpRequest request, CancellationToken ct)
    {
        try
        {
            return await request.ReadFormAsync(ct);
        }
        catch (InvalidDataException)
        {
            return null; // more or longer fields than a form may have
        }
    }

    private static string Token(Client client, SigningKeys keys, TimeProvider clock)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var claims = new Dictionary<string, object> { ["sub"] = client.ClientId, ["role"] = client.Role };
        foreach (
            var (name, value) in new[]
            {
                ("account", client.Account),
                ("unit", client.Unit),
                ("grade", client.Grade),
                ("partner", client.Partner),
            }
        )
        {
            if (value is not null)
            {
                claims[name] = value;
            }
        }

        return new JsonWebTokenHandler().CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = TokenValidation.GatewayIssuer,
                Audience = TokenValidation.Audience,
                IssuedAt = now,
                NotBefore = now,
                Expires = now + Lifetime,
                Claims = claims,
                SigningCredentials = new SigningCredentials(keys.Private, SecurityAlgorithms.RsaSha256),
            }
        );
    }

    private static (string Id, string Secret)? Basic(HttpRequest request)
    {
        if (
            !AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
            || !string.Equals(header.Scheme, "Basic", StringComparison.OrdinalIgnoreCase)
        )
        {
            return null;
        }

        var bytes = new byte[header.Parameter?.Length ?? 0];
        if (!Convert.TryFromBase64String(header.Parameter ?? "", bytes, out var length))
        {
            return ("", "");
        }

        var pair = Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2);
        return pair is [var id, var secret] ? (Uri.UnescapeDataString(id), Uri.UnescapeDataString(secret)) : ("", "");
    }

    private static JsonHttpResult<TokenRefusal> Refuse(int status, string error, string why) =>
        TypedResults.Json(new TokenRefusal(error, why), statusCode: status);

    private sealed record TokenAnswer(
        [property: JsonPropertyName("access_token")] string AccessToken,
        [property: JsonPropertyName("expires_in")] int ExpiresIn,
        [property: JsonPropertyName("token_type")] string TokenType = "Bearer"
    );

    private sealed record TokenRefusal(
        [property: JsonPropertyName("error")] string Error,
        [property: JsonPropertyName("error_description")] string Description
    );
}
