//! The trickiest formulas of real abstracts: each as it stands there, as HTML, and as plain text.

/// Private macros, environments, text within formulas within text, brackets of every size, dropped delimiters.
const FORMULAS: [&str; 30] = [
    r"$\ell(n):=\min_{γ:~\F_2(γ)=\F_{2^n}} \dim_{\F_2}\F_2[σ]γ>m$",
    r"$$\tilde{O}\left(\left(\sum_{\Delta_h(s,a)>0} \frac{H^2 \log K \land \mathtt{Var}_{\max}^{\text{c}}}{\Delta_h(s,a)} + SAH^4 (S \lor H) \right) \log K\right),$$",
    r"$\pi_{\text{self}}(A)=\arg\max_{a}\mathbb{E}[U(a)\mid A\not\equiv s,\ A\supset\text{SelfModel}(A)]$",
    r"$\mathrm{rank}\left(\bigl[\mathbf{F}_{\mathcal{I}};\mathbf{G}_{\mathcal{I}}\bigr]\right) =\mathrm{rank}\bigl(\mathbf{F}_{\mathcal{I}}\bigr)+N$",
    r"$\kappa_p(K) = \log_p \left( \frac{\varepsilon_{\mathrm{St},p}}{\sigma(\varepsilon_{\mathrm{St},p})} \right) \mod p^{\mathrm{ord}_p(\Delta_K)}$",
    r"$\widetilde{O}\Bigl(\theta_{\max}(d+k)\Bigl(\ln\frac{1}{\varepsilon}+\frac{\nu^2}{\varepsilon^2}\Bigr)\Bigr)$",
    r"$\langle Z\rangle=0.19\substack{+0.05\\-0.03}\thinspace Z_\odot$",
    r"$\,7.5\kms\! and one at \vlsr $",
    r"$\max\left\{\frac{V}{\binom{UV}{G} - \binom{(U-1)V}{G}},\; \frac{U - 1}{\binom{UV}{G}}\right\},$",
    r"$\texttt{\textbackslash citep\{Perlmutter1999\}}$",
    r"$\Log(L_{[\mathrm{O\,III}]}/ergs s^{-1}) \sim 40.04$",
    r"$\langle\sigma v\rangle_{{\rm DM~DM}\rightarrow\mu^+\mu^-}\gtrsim\mathcal{O}(10^{-24})~\rm cm^3/s$",
    r"$\sigma_{D_{\rm L}} \propto z^{2.25\pm0.01} (R_{\rm min}/24\pm1\,{\rm Mpc})^{(0.157\pm0.003)\left[\gamma - (1.16\pm0.02)\right]}$",
    r"$\frac{H}{2 \pi} \Big(1+ \frac{ \Delta {\cal P}_{\cal R} }{ {\cal P}^{(0)}_{ {\cal R} } }\Big)^{\frac{1}{2}}$",
    r"$\textsf{FP}\neq\#\textsf{P}$",
    r"$\sqrt{\left\langle B^2 \right\rangle} < 0.27\,{\rm nG}$",
    r"$C\colonΣ^n\rightarrow Σ^m,$",
    r"$\mathop{\tilde{\!κ}}(ω) \propto ω^{-n/(2n-1)}$",
    r"[Ne{\,\sc iii}] $\sim0\rlap{.}''1$",
    r"$\rm 2.04 \pm 0.32 \times 10^{-4} \space Mpc^{-3}$",
    r"$\textbf{NP}\,\mathbf{\cap}\,\textbf{coNP}$",
    r"$\langle\log{M_\rm{star}/\rm{M}_\odot}\rangle_\rm{med}\approx10$",
    r"$\equiv {\rm int}\left[\sqrt{\text{N_pair}}-1\right]$",
    r"$\mathcal{O}(\frac{1}{\#\text{classes}})$",
    r"$F_{\alpha, \hat{n}}^{95\%, \mathrm{UL}}(25\, \mathrm{Hz}) < 5.5 \times 10^{-8}\, \mathrm{erg\, cm^{-2}}$",
    r"$x \text{ if $y$ holds}$",
    r"\begin{equation} a = \begin{cases} 1 & x > 0 \\ 0 & \text{else} \end{cases} \end{equation}",
    r"$\left( \begin{matrix} a & b \\ c & d \end{matrix} \right)$",
    r"costs $5 in time $O(n^2)$, or $10 per run, \(f \colon X \to Y\) for \$3",
    r"a \emph{quick} $2\times$ speed-up~\cite{x} of ``100\%'' -- see \url{https://a.org/b_c}",
];

#[test]
fn tricky_formulas() {
    let mut page = String::new();
    for source in FORMULAS {
        page.extend([source, "\n  ", &text::plain(source), "\n  ", text::render(source).as_str(), "\n\n"]);
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "snapshots", omit_expression => true }, {
        insta::assert_snapshot!("formulas", page);
    });
}
