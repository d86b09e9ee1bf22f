using System.Security.Cryptography;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A random value; the alphabets leave out letters that are easily confused.</summary>
public sealed class GenerateParameterDefault : ParameterDefault
{
    private const string LowerCase = "abcdefghjkmnpqrstuvwxyz";
    private const string UpperCase = "ABCDEFGHJKMNPQRSTUVWXYZ";
    private const string Digits = "0123456789";
    private const string Specials = "-_.{}~()*+!";

    public int MinLength { get; set; }

    public bool Lower { get; set; } = true;

    public bool Upper { get; set; } = true;

    public bool Numeric { get; set; } = true;

    public bool Special { get; set; } = true;

    public override string GetDefaultValue()
    {
        var sets = new[]
        {
            Lower ? LowerCase : "",
            Upper ? UpperCase : "",
            Numeric ? Digits : "",
            Special ? Specials : "",
        };
        return RandomNumberGenerator.GetString(string.Concat(sets), MinLength);
    }
}
