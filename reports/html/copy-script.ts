/** Copies the command beside a button. All of the page's script; the page's policy allows this text and no other. */
export const copyScript = `for (const box of document.querySelectorAll('.command')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Copy';
  button.addEventListener('click', async () => {
    const code = box.querySelector('code');
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(code);
      button.textContent = 'Selected';
    }
    setTimeout(() => { button.textContent = 'Copy'; }, 1500);
  });
  box.append(button);
}`;

/** SHA-256 of the script, in base64; a test compares. */
export const copyScriptHash = 'P8gqG99hSAhZXZA78LLyGVcfF5YlGW1lBrPFzEB6CqI=';
