import vue from "eslint-plugin-vue";
import { defineConfig, globalIgnores } from "eslint/config";
import ts from "typescript-eslint";

export default defineConfig(
  globalIgnores(["node_modules/", "../static/"]),
  ts.configs.strict,
  ts.configs.stylistic,
  vue.configs["flat/recommended"],
  {
    files: ["**/*.vue"],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  {
    rules: {
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-console": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      // Layout is the formatter's and the author's; these rules would only argue with both.
      "vue/max-attributes-per-line": "off",
      "vue/singleline-html-element-content-newline": "off",
      "vue/multiline-html-element-content-newline": "off",
      "vue/html-self-closing": "off",
      "vue/html-indent": "off",
      "vue/html-closing-bracket-newline": "off",
      "vue/first-attribute-linebreak": "off",
      // App, Login and Glyph are names enough.
      "vue/multi-word-component-names": "off",
      // Words live in words.*.ts, so a template may hold signs and numbers but no sentence.
      "vue/no-bare-strings-in-template": [
        "error",
        { allowlist: ["·", "—", "–", "→", "+", "−", "/", "?", ".", ",", "m", "(", ")", ":", "↵", "Esc", "j", "k", "i", "h", "d", "r", "e", "中", "EN", "…", "›", "✓"] },
      ],
    },
  },
);
