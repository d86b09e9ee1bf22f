using System;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ServiceDefaults.Security;

/// <summary>
/// Every service validates every token itself, even behind the gateway. Issuer: any OpenID provider named by
/// <c>Auth:Authority</c>; without one the gateway's own token endpoint, whose issuer is a fixed string, so that a
/// service starts without the gateway and fetches the keys when the first token comes.
/// </summary>
public static class TokenValidation
{
    public const string GatewayIssuer = "urn:service-platform:gateway";
    public const string Audience = "service-platform";

    public static IHostApplicationBuilder AddTokenValidation(this IHostApplicationBuilder builder)
    {
        var authority = builder.Configuration["Auth:Authority"];
        var requiresHttps = RequiresHttps(builder, authority);
        builder
            .Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme)
            .AddJwtBearer(options =>
            {
                options.MapInboundClaims = false; // `role` and `sub` keep their names
                options.Audience = Audience;
                options.TokenValidationParameters = new TokenValidationParameters
                {
                    ValidAudience = Audience,
                    ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
                    RoleClaimType = "role",
                    NameClaimType = "sub",
                    ClockSkew = TimeSpan.FromSeconds(30),
                };
                options.Events = new JwtBearerEvents { OnTokenValidated = Standing.Check };
                options.TokenHandlers.Clear();
                options.TokenHandlers.Add(
                    new RememberedTokens(new JsonWebTokenHandler { MapInboundClaims = false }, TimeProvider.System)
                );

                // A token of an unknown key has the keys read again, and a flood of such no more than once a minute.
                options.RefreshInterval = builder.Configuration.GetValue(
                    "Auth:RefreshInterval",
                    TimeSpan.FromMinutes(1)
                );
                options.AutomaticRefreshInterval = RememberedTokens.Longest;

                if (string.IsNullOrWhiteSpace(authority))
                {
                    var gateway = builder.Configuration["services:gateway:http:0"];
                    options.TokenValidationParameters.ValidIssuer = GatewayIssuer;
                    options.MetadataAddress = $"{gateway}/.well-known/openid-configuration";
                    options.RequireHttpsMetadata = false; // the gateway is a neighbour on a private network
                }
                else
                {
                    options.Authority = authority;
                    options.RequireHttpsMetadata = requiresHttps;
                }
            });
        builder.Services.PostConfigure<JwtBearerOptions>(
            JwtBearerDefaults.AuthenticationScheme,
            options =>
            {
                if (options.ConfigurationManager is BaseConfigurationManager issuer)
                {
                    issuer.UseLastKnownGoodConfiguration = false; // it would honour a withdrawn key for an hour more
                }
            }
        );

        // Closed unless opened: an endpoint that says nothing still wants a token.
        builder
            .Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());

        builder.Services.AddHttpContextAccessor();
        builder.Services.AddScoped(services =>
            Caller.From(services.GetRequiredService<IHttpContextAccessor>().HttpContext)
        );
        return builder;
    }

    /// <summary>
    /// Keys that come over plain HTTP may be anybody's: only a developer's issuer on this machine is believed without
    /// being told to (<c>Auth:RequireHttpsMetadata=false</c>).
    /// </summary>
    /// <exception cref="InvalidOperationException">The authority is no https address and was not excepted.</exception>
    private static bool RequiresHttps(IHostApplicationBuilder builder, string? authority)
    {
        if (string.IsNullOrWhiteSpace(authority))
        {
            return false;
        }

        if (!Uri.TryCreate(authority, UriKind.Absolute, out var address))
        {
            throw new InvalidOperationException("Auth:Authority must be the address of an OpenID provider.");
        }

        var isDevelopersOwn = builder.Environment.IsDevelopment() && address.IsLoopback;
        var requiresHttps = builder.Configuration.GetValue("Auth:RequireHttpsMetadata", !isDevelopersOwn);
        return requiresHttps && address.Scheme != Uri.UriSchemeHttps
            ? throw new InvalidOperationException("Auth:Authority must be https, or Auth:RequireHttpsMetadata false.")
            : requiresHttps;
    }

    /// <summary>Opens an endpoint to the roles named and to nobody else.</summary>
    public static TBuilder RequireRoles<TBuilder>(this TBuilder endpoint, params string[] roles)
        where TBuilder : Microsoft.AspNetCore.Builder.IEndpointConventionBuilder =>
        Microsoft.AspNetCore.Builder.AuthorizationEndpointConventionBuilderExtensions.RequireAuthorization(
            endpoint,
            policy => policy.RequireRole(roles)
        );
}
