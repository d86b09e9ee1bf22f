using ApiConventions;
using Gateway.Documents;
using Gateway.Identity;
using Gateway.Routing;
using Gateway.Time;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using ServiceDefaults;
using ServiceDefaults.Telemetry;
using ServiceDefaults.Time;
using Yarp.ReverseProxy.ServiceDiscovery;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults().AddApiConventions().AddRateLimits().AddMaskedForwarding();
builder.Services.AddOwnRootTraces();
builder.Services.AddValidation();
builder.Services.AddSingleton<IDestinationResolver, ServiceAddresses>();
builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"));

// Without an operator's OpenID provider the gateway issues tokens itself, and proves them with the key in its hand
// instead of asking its own address for it.
var issuesTokens = string.IsNullOrWhiteSpace(builder.Configuration["Auth:Authority"]);
if (issuesTokens)
{
    builder.Services.AddSingleton<SigningKeys>();
    builder.Services.AddSingleton<PartnerClients>();
    builder.Services.AddSingleton<Clients>();
    builder.Services.AddSingleton<FailedAttempts>();
    builder
        .Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
        .Configure<SigningKeys>(
            (options, keys) =>
            {
                options.Configuration = new OpenIdConnectConfiguration();
                options.TokenValidationParameters.IssuerSigningKey = keys.Public;
            }
        );
}

await using var app = builder.Build();
app.UseHttpServerSpans();
app.UseLinksToClientTraces();
app.UseApiConventions();

// Between who one is and what one may: a flood without a right, or without a token, is limited like any other.
app.UseAuthentication();
app.UseRateLimiter();
app.UseServiceDefaults();
app.MapReverseProxy();
ApiPage.Map(app, issuesTokens);
if (issuesTokens)
{
    // Key and credentials are there, or the failure to write them is known, before anybody asks.
    _ = app.Services.GetRequiredService<SigningKeys>();
    _ = app.Services.GetRequiredService<Clients>();
    IssueToken.Map(app);
    GivePartnerCredentials.Map(app);
    Discovery.Map(app);
}

if (app.Services.GetRequiredService<BusinessClock>().IsSimulated)
{
    MoveBusinessTime.Map(app);
}

await app.RunAsync();
